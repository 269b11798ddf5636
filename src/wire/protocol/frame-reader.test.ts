import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FrameReader, largestAnswerTo } from './frame-reader.js';

function framed(payload: Uint8Array): Buffer {
  const frame = Buffer.alloc(4 + payload.length);
  frame.writeInt32BE(payload.length);
  frame.set(payload, 4);
  return frame;
}

/** As a socket does: at most `most` bytes at a time, and never more than there is space for. */
function feed(reader: FrameReader, bytes: Buffer, most: number): void {
  for (let at = 0; at < bytes.length;) {
    const space = reader.space();
    expect(space.length).toBeGreaterThan(0);
    const count = bytes.copy(space, 0, at, Math.min(at + most, bytes.length));
    reader.received(count);
    at += count;
  }
}

test('answers are read unchanged, however they are split', () => {
  const payloads = fc.array(fc.uint8Array({ minLength: 4, maxLength: 300 }), { maxLength: 20 });
  fc.assert(
    fc.property(payloads, fc.integer({ min: 1, max: 2000 }), (sent, most) => {
      const received: Buffer[] = [];
      feed(
        new FrameReader(
          (frame) => received.push(frame),
          () => 1000,
        ),
        Buffer.concat(sent.map(framed)),
        most,
      );
      expect(received).toEqual(sent.map((each) => Buffer.from(each)));
    }),
  );
});

test('large answers, once a small one has shown that a broker speaks', () => {
  const sizes: number[] = [];
  const reader = new FrameReader(
    (frame) => sizes.push(frame.length),
    () => 3_000_000,
  );
  feed(
    reader,
    Buffer.concat([framed(Buffer.alloc(10)), framed(Buffer.alloc(3_000_000)), framed(Buffer.alloc(5))]),
    70_000,
  );
  expect(sizes).toEqual([10, 3_000_000, 5]);
});

test('a size that no broker sends ends the connection, and allocates no gigabyte', () => {
  for (const words of [
    'HTTP/1.1 400 Bad Request\r\n',
    '\x15\x03\x03\x00\x02\x02\x46',
    '\0\0\0\0',
    '\xff\xff\xff\xff',
  ]) {
    const reader = new FrameReader(
      () => undefined,
      () => Infinity,
    );
    expect(() => feed(reader, Buffer.from(words, 'latin1'), 100)).toThrow('Closed connection');
  }
});

test('an answer larger than anything that was asked for ends the connection before memory is set aside', () => {
  const reader = new FrameReader(
    () => undefined,
    () => 1000,
  );
  feed(reader, framed(Buffer.alloc(10)), 100);
  feed(reader, framed(Buffer.alloc(1000)), 100);
  const announced = Buffer.from([0x7f, 0xff, 0xff, 0xf0]);
  expect(() => feed(reader, announced, 100)).toThrow('announced an answer of 2147483632 bytes');
});

test('only records may be larger than 256 MiB, and without a request no large answer is due', () => {
  const [metadata, fetch] = [3, 1];
  expect(largestAnswerTo([])).toBe(1024 * 1024);
  expect(largestAnswerTo([metadata])).toBe(256 * 1024 * 1024);
  expect(largestAnswerTo([metadata, fetch])).toBe(1280 * 1024 * 1024);
});

describe('the memory of an answer that is used up', () => {
  const [large, larger] = [100_000, 1_000_000];

  function receiving() {
    const frames: Buffer[] = [];
    const reader = new FrameReader(
      (frame) => frames.push(frame),
      () => 10_000_000,
    );
    feed(reader, framed(Buffer.alloc(10)), 100);
    const receive = (length: number, content: number): Buffer => {
      feed(reader, framed(Buffer.alloc(length, content)), 70_000);
      return frames.at(-1)!;
    };
    return { reader, receive };
  }

  test('holds a later large one, and shows nothing of the one before', () => {
    const { reader, receive } = receiving();
    const first = receive(large, 1);
    reader.reuse(first.subarray(5, 9));
    const second = receive(large - 20, 2);
    expect(second.buffer).toBe(first.buffer);
    expect(second).toEqual(Buffer.alloc(large - 20, 2));
  });

  test('is left alone by small ones, and not enough for a larger one', () => {
    const { reader, receive } = receiving();
    const first = receive(large, 1);
    reader.reuse(first);
    receive(10, 2);
    receive(larger, 3);
    expect(first).toEqual(Buffer.alloc(large, 1));
  });

  test('serves one answer at a time, however often it is given back', () => {
    const { reader, receive } = receiving();
    const first = receive(large, 1);
    reader.reuse(first);
    reader.reuse(first);
    const second = receive(large, 2);
    const third = receive(large, 3);
    expect(second.buffer).toBe(first.buffer);
    expect(third.buffer).not.toBe(first.buffer);
    expect([second, third]).toEqual([Buffer.alloc(large, 2), Buffer.alloc(large, 3)]);
  });

  test('nothing else is written to: neither what others allocated nor an answer that shares its memory with others', () => {
    const { reader, receive } = receiving();
    const foreign = Buffer.alloc(large, 7);
    reader.reuse(foreign);
    reader.reuse(receive(10, 1));
    receive(large, 2);
    expect(foreign).toEqual(Buffer.alloc(large, 7));
  });
});
