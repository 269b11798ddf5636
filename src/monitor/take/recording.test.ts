import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRecorder, readRecording } from './recording.js';
import type { Snapshot } from './snapshot.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-lab-recording-'));
  file = join(folder, 'rounds.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const round = (at: number): Snapshot => ({
  ...{ at, tookMs: 3.5, clusterId: null, controllerId: 1 },
  brokers: [
    {
      ...{ id: 1, host: 'h', port: 9092, rack: null, isController: true, state: 'up', problem: null },
      ...{ leaders: 1, replicas: 1, inSync: 1, diskBytes: 10, freeBytes: null },
    },
  ],
  topics: [
    {
      ...{ name: 'orders', isInternal: false },
      partitions: [{ partition: 0, leader: null, replicas: [1], isr: [], low: 0, high: null }],
    },
  ],
  groups: [
    {
      ...{ group: 'g', state: 'Stable', type: 'classic', coordinator: 1, lag: null },
      members: [{ memberId: 'm', clientId: 'c', host: '/h', assignment: null }],
      partitions: [{ topic: 'orders', partition: 0, currentOffset: 4, lag: null, problem: 'none' }],
    },
  ],
});

test('what was written is read back, in the order of its times', async () => {
  const recorder = await openRecorder(file);
  await recorder.add(round(2));
  await recorder.add(round(1));
  await recorder.close();
  expect(await readRecording(file)).toEqual([round(1), round(2)]);
});

test('the last line may be cut off', async () => {
  writeFileSync(file, `${JSON.stringify(round(1))}\n${JSON.stringify(round(2)).slice(0, 50)}`);
  expect(await readRecording(file)).toEqual([round(1)]);
});

test.each([
  ['{"at": 1, "brokers": [], "topics": [], "groups": [{}]}'],
  [JSON.stringify({ ...round(1), topics: [{ name: 'orders' }] })],
  [JSON.stringify({ ...round(1), brokers: [null] })],
  ['null'],
  ['{'],
])('a line that is not a round is named: %s', async (line) => {
  writeFileSync(file, `${JSON.stringify(round(1))}\n${line}\n`);
  await expect(readRecording(file)).rejects.toThrow(/line 2: /);
});
