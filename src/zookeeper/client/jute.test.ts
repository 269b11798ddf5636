import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { framed, FrameReader } from './frames.js';
import { JuteReader, JuteWriter, MalformedReply } from './jute.js';
import { anyText } from '../../testing/text/arbitrary-text.js';

const int = fc.integer();
const long = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const text = fc.option(anyText());
const bytes = fc.option(fc.uint8Array().map((value) => Buffer.from(value)));

describe('jute', () => {
  test('what is written is read', () => {
    fc.assert(
      fc.property(
        int,
        long,
        fc.boolean(),
        bytes,
        text,
        fc.option(fc.array(text)),
        (number, big, flag, data, word, words) => {
          const written = new JuteWriter()
            .int(number)
            .long(big)
            .bool(flag)
            .buffer(data)
            .text(word)
            .list(words, (writer, each) => writer.text(each))
            .written();
          const reader = new JuteReader(written);
          expect(reader.int()).toBe(number);
          expect(reader.long()).toBe(big);
          expect(reader.bool()).toBe(flag);
          expect(reader.buffer()).toEqual(data);
          expect(reader.text()).toBe(word);
          expect(reader.list((each) => each.text())).toEqual(words);
          expect(reader.left).toBe(0);
        },
      ),
    );
  });

  test('bytes that end too early are MalformedReply, never another error', () => {
    const whole = new JuteWriter()
      .list(['/a', '/b'], (writer, each) => writer.text(each))
      .long(7n)
      .written();
    for (let length = 0; length < whole.length; length += 1) {
      const reader = new JuteReader(whole.subarray(0, length));
      expect(() => [reader.list((each) => each.text()), reader.long()]).toThrow(MalformedReply);
    }
  });

  test('any bytes are read or MalformedReply', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (noise) => {
        const reader = new JuteReader(Buffer.from(noise));
        try {
          reader.list((each) => each.text());
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedReply);
        }
      }),
    );
  });

  test('a list longer than its message is refused before it is allocated', () => {
    const reader = new JuteReader(new JuteWriter().int(0x7fffffff).written());
    expect(() => reader.list((each) => each.int())).toThrow(MalformedReply);
  });
});

describe('frames', () => {
  test('come out whole however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }),
        (messages, cuts) => {
          const stream = Buffer.concat(messages.map((message) => framed(Buffer.from(message))));
          const reader = new FrameReader();
          const found: Buffer[] = [];
          for (let at = 0, turn = 0; at < stream.length; turn += 1) {
            const next = at + cuts[turn % cuts.length]!;
            found.push(...reader.take(stream.subarray(at, next)));
            at = next;
          }
          expect(found).toEqual(messages.map((message) => Buffer.from(message)));
          expect(reader.pendingBytes).toBe(0);
        },
      ),
    );
  });

  test('a length that no server sends is refused', () => {
    expect(() => new FrameReader().take(Buffer.from('HTTP/1.1'))).toThrow(MalformedReply);
    expect(() => new FrameReader().take(Buffer.from([0xff, 0xff, 0xff, 0xff]))).toThrow(MalformedReply);
  });
});
