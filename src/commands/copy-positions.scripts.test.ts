import { expect, test } from '@jest/globals';
import { kafkaScript, tableBelow } from '../testing/peers/kafka-scripts.js';
import { jsonOfLine, jsonOnTestCluster, uniqueName } from '../testing/clusters/test-cluster.js';

test.each(['--transaction', '--group'])(
  'the positions that a copy keeps with %s are committed offsets to kafka-consumer-groups',
  async (option) => {
    const [source, target, group] = ['source', 'target', 'group'].map((word) => uniqueName(`copied-${word}`));
    await jsonOfLine(`topics create ${source} -p 2 -r 3`);
    await jsonOnTestCluster(['produce', source!, '-p', '0'], { stdin: 'record\n'.repeat(12) });
    await jsonOnTestCluster(['produce', source!, '-p', '1'], { stdin: 'record\n'.repeat(5) });
    await jsonOfLine(`copy ${source} ${target} --create ${option} ${group} -n 12 --partition 0 --execute`);
    const offsets = async () => {
      const table = await kafkaScript('kafka-consumer-groups', ['--describe', '--group', group!]);
      return tableBelow(table, 'GROUP')
        .map((row) => `${row['TOPIC']}-${row['PARTITION']} ${row['CURRENT-OFFSET']} ${row['LAG']}`)
        .sort();
    };
    expect(await offsets()).toEqual([`${source}-0 12 0`]);
    await jsonOfLine(`copy ${source} ${target} ${option} ${group} --execute`);
    expect(await offsets()).toEqual([`${source}-0 12 0`, `${source}-1 5 0`]);
    // The group first: brokers forget one that is empty when the last topic that it has offsets for is deleted.
    await jsonOnTestCluster(['groups', 'delete', group!, '--yes']);
    await jsonOnTestCluster(['topics', 'delete', source!, target!, '--yes']);
  },
  120_000,
);
