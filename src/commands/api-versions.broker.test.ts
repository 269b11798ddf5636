import { expect, test } from '@jest/globals';
import type { ApiVersionsReport } from '../kafka/brokers/api-versions.js';
import { kafkaScript } from '../testing/peers/kafka-scripts.js';
import { onTestCluster } from '../testing/clusters/test-cluster.js';

test('every range is the one that Kafka’s tool prints, for every broker', async () => {
  const [{ stdout }, printed] = await Promise.all([
    onTestCluster(['api-versions', '--all', '-o', 'json']),
    kafkaScript('kafka-broker-api-versions', []),
  ]);
  const { apis, brokers } = JSON.parse(stdout) as ApiVersionsReport;
  expect(brokers.map(({ id, problem }) => [id, problem])).toEqual([1, 2, 3].map((id) => [id, null]));
  // A block a broker, a line a request: "Fetch(1): 4 to 17 [usable: 17],".
  const theirs = new Map(
    printed
      .split(/\n(?=\S+ \(id: )/)
      .map((block) => [
        Number(/\(id: (\d+)/.exec(block)?.[1]),
        [...block.matchAll(/\((\d+)\): (\d+)(?: to (\d+))?/g)].map(([, key, min, max = min]) =>
          [key, min, max].map(Number),
        ),
      ]),
  );
  expect([...theirs.keys()].sort()).toEqual([1, 2, 3]);
  for (const [id, ranges] of theirs) {
    const ours = apis.flatMap(({ apiKey, brokers: spoken }) => {
      const range = spoken[id];
      return range ? [[apiKey, range.min, range.max]] : [];
    });
    expect(ours).toEqual(ranges.sort(([one = 0], [other = 0]) => one - other));
  }
  expect(apis.find(({ name }) => name === 'Metadata')?.used).toBeGreaterThanOrEqual(4);
}, 60_000);
