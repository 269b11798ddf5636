import { expect, test } from '@jest/globals';
import { FetchWindow } from './fetch-window.js';

const kib = 1024;

/** Answers of so many bytes that each took so long, round trip and all. */
function windowAfter(roundTripMs: number, tookMs: number, bytes = 400 * kib, brokers = 1): FetchWindow {
  const window = new FetchWindow(400 * kib);
  window.arrived(bytes, 0, roundTripMs, brokers, tookMs);
  return window;
}

test('nothing is asked ahead before anything has come', () => {
  expect(new FetchWindow(400 * kib).share(50)).toEqual({ requests: 1, answerBytes: 400 * kib });
});

test.each([
  ['a broker near by', windowAfter(1, 2), { requests: 1, answerBytes: 400 * kib }],
  ['two round trips long', windowAfter(35, 40), { requests: 2, answerBytes: (35 / 34) * 400 * kib }],
  ['far away', windowAfter(100, 110), { requests: 5, answerBytes: (100 / 17 / 5) * 400 * kib }],
  ['farther than memory allows', windowAfter(1000, 1010), { requests: 6, answerBytes: 400 * kib }],
  [
    'one of three far brokers',
    windowAfter(1000, 1010, 400 * kib, 3),
    { requests: 2, answerBytes: 400 * kib },
  ],
  ['far over a line that is full', windowAfter(100, 1100), { requests: 1, answerBytes: 400 * kib }],
  ['an answer too small to tell', windowAfter(100, 101, 10 * kib), { requests: 1, answerBytes: 400 * kib }],
])('%s', (_, window, expected) => {
  expect(window.share(50)).toEqual({ ...expected, answerBytes: Math.floor(expected.answerBytes) });
});

test('a partition that is alone comes in larger answers', () => {
  expect(windowAfter(100, 110).share(1)).toEqual({ requests: 1, answerBytes: 800 * kib });
});

test('after a failure one answer is asked at a time again', () => {
  const window = windowAfter(100, 110);
  window.failed();
  expect(window.share(50).requests).toBe(1);
});

test('of partitions about as many are asked for as an answer has room for, once one was full', () => {
  const window = new FetchWindow(400 * kib);
  expect(window.mostPartitions).toBe(Infinity);
  window.filled(100, 390 * kib, 400 * kib);
  expect(window.mostPartitions).toBe(200);
  window.filled(3, 390 * kib, 400 * kib);
  expect(window.mostPartitions).toBe(16);
  // What is left may have no records: it must not keep others waiting.
  window.filled(16, 100 * kib, 400 * kib);
  expect(window.mostPartitions).toBe(Infinity);
});
