import { expect, test } from '@jest/globals';
import type { Producer } from '../../kafka/transactions/who-produces.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { nextRound } from '../../watch/watched-sections.js';
import { topicsProducers } from './producers.js';

test.each([
  ['topics producers orders', { topic: ['orders'], partition: [] }],
  ['topics producers orders clicks -p 1 -p 2', { topic: ['orders', 'clicks'], partition: ['1', '2'] }],
])('%s', async (line, expected) => {
  expect(await optionsOf(line)).toEqual(expected);
});

const withoutId: Producer = {
  ...{ topic: 'my topic', partition: 0, leader: 2, producerId: 7, producerEpoch: 1, lastSequence: 41 },
  ...{ lastWrittenAt: '2026-01-15T12:00:00.000Z', coordinatorEpoch: null, transactionStartOffset: null },
};
const producer: Producer = { ...withoutId, transactionalId: null };
const writing: Producer = {
  ...{ ...producer, producerId: 8, coordinatorEpoch: 3, transactionStartOffset: 60 },
  transactionalId: 'pay 1',
};
const asked = { topic: ['my topic'], partition: [] };
const notes = (...producers: Producer[]) =>
  topicsProducers.view({ producers, partitions: 1, problems: [] }, asked).notes;

test('result → output', async () => {
  const result = { producers: [producer, writing], partitions: 1, problems: [] };
  const outputs = await outputsOf(topicsProducers, result, asked);
  expect(outputs.plain).toBe(
    lines(
      '0\t2\t7\t1\t41\t2026-01-15T12:00:00.000Z\t\t\t',
      '0\t2\t8\t1\t41\t2026-01-15T12:00:00.000Z\t60\t3\tpay 1',
    ),
  );
  expect(outputs.table).toContain(
    'PARTITION  PRODUCER-ID  LAST-SEQ  LAST-WRITTEN              TRANSACTIONAL-ID\n',
  );
  expect(JSON.parse(outputs.json)).toEqual(result);
  expect(topicsProducers.view({ ...result, problems: ['gone'] }, asked).failures).toEqual(['gone']);
  expect(topicsProducers.failed?.({ ...result, problems: ['gone'] })).toBe(true);
  const several = topicsProducers.view(result, { topic: ['my topic', 'b'], partition: [] });
  expect([several.header[0], several.rows[0]?.[0]]).toEqual(['TOPIC', 'my topic']);
});

test('an open transaction leads to what can be typed about it', () => {
  expect(notes(writing)?.[0]).toBe(
    "Producer 8 has a transaction open in my topic[0]: kafka-lab transactions describe 'pay 1'",
  );
  expect(notes({ ...writing, transactionalId: null })?.[0]).toBe(
    "Producer 8 has a transaction open in my topic[0] that no coordinator knows: kafka-lab transactions hanging 'my topic'",
  );
  const unknown: Producer = { ...withoutId, transactionStartOffset: 60 };
  expect(notes(unknown)?.[0]).toMatch(/: kafka-lab transactions list --state Ongoing$/);
  expect(
    topicsProducers.view({ producers: [unknown], partitions: 1, problems: [] }, asked).rows[0]?.at(-1),
  ).toEqual({
    text: 'unknown',
    tone: 'muted',
  });
  expect(notes(...Array.from({ length: 5 }, () => writing))?.[3]).toBe('2 more transactions are open.');
  expect(notes()).toEqual([expect.stringContaining('No producers in 1 partition: ')]);
});

test.each([
  ['records since the round before', [41, 1], [141, 1], 50],
  ['beyond the largest number, from which it begins again', [2 ** 31 - 10, 1], [9, 1], 9.5],
  ['in a new epoch, which begins anew', [41, 1], [2, 2], null],
  ['after its leader forgot it', [41, 1], [2, 1], null],
])('RECORDS/S: %s', (_, before, after, expected) => {
  const viewOf = ([lastSequence = 0, producerEpoch = 0]: readonly number[]) =>
    topicsProducers.view(
      { producers: [{ ...producer, lastSequence, producerEpoch }, writing], partitions: 1, problems: [] },
      asked,
    );
  const first = nextRound(undefined, viewOf(before), 0);
  const [section] = nextRound(first, viewOf(after), 2000).sections;
  const column = section?.header.indexOf('RECORDS/S') ?? -1;
  expect(section?.header[column - 1]).toBe('LAST-SEQ');
  expect(section?.rows.map(({ cells }) => cells[column])).toEqual([expected, 0]);
});
