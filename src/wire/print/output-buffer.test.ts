import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OutputBuffer } from './output-buffer.js';
import { anyText } from '../../testing/text/arbitrary-text.js';

describe('OutputBuffer', () => {
  test('holds texts, bytes and spans in their order, whatever their sizes', () => {
    const part = fc.oneof(
      fc.record({ text: anyText(300) }),
      fc.record({ byte: fc.integer({ min: 0, max: 255 }) }),
      fc.record({ span: fc.uint8Array({ maxLength: 300 }), repeat: fc.constantFrom(1, 1000) }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const out = new OutputBuffer();
        const expected: Buffer[] = [];
        for (const each of parts) {
          if ('text' in each) {
            out.text(each.text);
            expected.push(Buffer.from(each.text));
          } else if ('byte' in each) {
            out.byte(each.byte);
            expected.push(Buffer.from([each.byte]));
          } else {
            const large = Buffer.concat(Array.from({ length: each.repeat }, () => Buffer.from(each.span)));
            out.copy(Buffer.concat([Buffer.from('<'), large, Buffer.from('>')]), 1, 1 + large.length);
            expected.push(large);
          }
        }
        expect(out.isEmpty).toBe(Buffer.concat(expected).length === 0);
        expect(out.take().equals(Buffer.concat(expected))).toBe(true);
        expect(out.isEmpty).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  test('says when it is time, and what was taken is not written over', () => {
    const out = new OutputBuffer();
    out.text('x'.repeat(1000));
    expect(out.isFull).toBe(false);
    out.text('y'.repeat(200_000));
    expect(out.isFull).toBe(true);
    const taken = out.take();
    expect(out.isFull).toBe(false);
    out.text('z'.repeat(1000));
    expect(taken.subarray(0, 1000).toString()).toBe('x'.repeat(1000));
  });

  test('memory that is given back is used again, if it is a chunk and was taken from here', () => {
    const out = new OutputBuffer();
    const taken = (text: string) => {
      out.text(text);
      return out.take();
    };
    const [one, two, three] = ['1', '2', '3'].map((text) => text.repeat(5000)) as [string, string, string];
    const first = taken(one);
    out.giveBack(first);
    const second = taken(two);
    const third = taken(three);
    expect(third.buffer).toBe(first.buffer);
    expect(second.buffer).not.toBe(first.buffer);
    expect(third.toString()).toBe(three);
    // Once more, and it would be written to while it is on its way.
    out.giveBack(third);
    out.giveBack(third);
    expect(taken(one).buffer).not.toBe(taken(two).buffer);
    out.text('x'.repeat(1_000_000));
    const large = out.take();
    out.giveBack(large);
    taken(one);
    expect(taken(two).buffer).not.toBe(large.buffer);
  });

  test('little is copied: a record at a time takes no chunk each', () => {
    const out = new OutputBuffer();
    out.text('first');
    const first = out.take();
    out.giveBack(first);
    out.text('second');
    expect(first.toString()).toBe('first');
    expect(out.take().buffer.byteLength).toBeLessThan(256 * 1024);
  });
});
