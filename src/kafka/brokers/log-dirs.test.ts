import { expect, test } from '@jest/globals';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { outputsOf } from '../../testing/program/command-tables.js';
import { brokersDisks } from '../../commands/brokers/disks.js';
import { describeLogDirs } from '../../wire/requests/describe-log-dirs.js';
import { listDisks } from './list-disks.js';

/** What Amazon EFS reports, and the largest number there is. */
test.each([9223372036853727232n, 2n ** 63n - 1n])('a volume of %s bytes', async (bytes) => {
  const broker = new ScriptedBroker(1).on(describeLogDirs, () => ({
    ...{ throttleTimeMs: 0, errorCode: 0 },
    results: [
      {
        ...{ errorCode: 0, logDir: '/efs', totalBytes: bytes, usableBytes: bytes },
        topics: [
          {
            name: 'orders',
            partitions: [
              { partitionIndex: 0, partitionSize: 1024, offsetLag: 0, isFutureKey: false },
              { partitionIndex: 1, partitionSize: bytes, offsetLag: bytes, isFutureKey: false },
            ],
          },
        ],
      },
    ],
  }));
  const brokers = [{ id: 1, host: 'fake', port: 9092, rack: null }];
  const list = await listDisks(testSession({ metadata: { brokers }, brokers: [broker] }), []);
  const shown = await outputsOf(brokersDisks, list);
  expect(shown.plain).toBe('1\t/efs\t2\t8.0 EiB\t8.0 EiB\t8.0 EiB\tok\n');
  expect(JSON.parse(shown.json)).toMatchObject({
    disks: [{ totalBytes: String(bytes), freeBytes: String(bytes) }],
    silent: [],
  });
});
