import { expect, test } from '@jest/globals';
import { Ledger } from './ledger.js';
import { LineNumbers } from './lines.js';

function linesOf(...numbers: readonly number[]): LineNumbers {
  const lines = new LineNumbers();
  for (const number of numbers) lines.add(number);
  return lines;
}

test('line numbers are kept whether they follow each other or not', () => {
  const scattered = Array.from({ length: 300 }, (_, index) => (index < 100 ? index : index * 3));
  const lines = linesOf(...scattered);
  expect(scattered.map((_, index) => lines.at(index))).toEqual(scattered);
  expect(lines.count).toBe(300);
});

test('failures are listed in the order of the input, neighbours of one reason together', () => {
  const ledger = new Ledger();
  ledger.fail(linesOf(3, 4, 8), 'late', false);
  ledger.fail(linesOf(1, 2, 5), 'late', false);
  ledger.failLine(6, 'not JSON');
  ledger.fail(linesOf(7), 'late', true);
  expect(
    ledger.failures.map(({ firstLine, lastLine, reason }) => `${firstLine}-${lastLine} ${reason}`),
  ).toEqual(['1-5 late', '6-6 not JSON', '7-7 late', '8-8 late']);
  expect([ledger.failed, ledger.maybeWritten]).toEqual([8, 1]);
});

function run(count: number): LineNumbers {
  const lines = new LineNumbers();
  lines.addRun(1, count);
  return lines;
}

test('offsets span what was acknowledged; an acknowledgement without one only counts', () => {
  const ledger = new Ledger();
  ledger.acknowledge(1, run(10), 100);
  ledger.acknowledge(1, run(5), -1);
  ledger.acknowledge(1, run(10), 50);
  ledger.noteSent(0, run(3));
  expect(ledger.partitions).toEqual([
    { partition: 0, acknowledged: 0, sent: 3, firstOffset: null, lastOffset: null },
    { partition: 1, acknowledged: 25, sent: 0, firstOffset: 50, lastOffset: 109 },
  ]);
});
