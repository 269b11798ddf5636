import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { printableJson } from '../../text/printable.js';
import { OutputBuffer } from './output-buffer.js';
import { anyText } from '../../testing/text/arbitrary-text.js';

function escaped(bytes: Buffer): string | undefined {
  const out = new OutputBuffer();
  out.text('before');
  const isDone = out.jsonText(
    Buffer.concat([Buffer.from('<'), bytes, Buffer.from('>')]),
    1,
    1 + bytes.length,
  );
  const written = out.take().toString();
  expect(written.startsWith('before') && (isDone || written === 'before')).toBe(true);
  return isDone ? written.slice('before'.length) : undefined;
}

const expected = (text: string): string => printableJson(JSON.stringify(text)).slice(1, -1);

test('every character below U+3000 is written as JSON.stringify and printableJson have it, or left to them', () => {
  const out = new OutputBuffer();
  const written = Array.from({ length: 0x3000 }, (_, code) => {
    const text = `a${String.fromCharCode(code)}`;
    out.rewind(0);
    return {
      text,
      found: out.jsonText(Buffer.from(text), 0, Buffer.byteLength(text)) && out.take().toString(),
    };
  });
  const left = written.filter(({ found }) => found === false);
  expect(written.filter(({ text, found }) => found !== false && found !== expected(text))).toEqual([]);
  // The unseen ones: C1, soft hyphens, zero-width and bidirectional controls, …
  expect(left.length).toBeGreaterThan(32);
  expect(left.length).toBeLessThan(100);
});

test.each([
  ['nothing', '', ''],
  ['what JSON must escape', '"\\\b\f\n\r\t\0\u001b', '\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001b'],
  ['DEL', '\u007f', '\\u007f'],
  ['characters of two, three and four bytes', 'é日😀', 'é日😀'],
])('%s', (_what, text, found) => {
  expect(escaped(Buffer.from(text))).toBe(found);
});

test.each(['\u0080', '\u009b', '\u00ad', '\u2028', '\u202e', '\ufeff', '\u{e0041}', '❤\ufe0f'])(
  'left to others: %j',
  (text) => {
    expect(escaped(Buffer.from(`plain ${text} plain`))).toBeUndefined();
  },
);

test.each([
  ['a byte that begins nothing', [0x80]],
  ['one cut off', [0x61, 0xe6, 0x97]],
  ['longer than needed', [0xc0, 0xaf]],
  ['three bytes, longer than needed', [0xe0, 0x80, 0xaf]],
  ['a surrogate', [0xed, 0xa0, 0x80]],
  ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ['0xff', [0xff]],
])('not UTF-8: %s', (_what, bytes) => {
  expect(escaped(Buffer.from(bytes))).toBeUndefined();
});

test('whatever the text, and wherever its characters lie', () => {
  fc.assert(
    fc.property(anyText(60), fc.constantFrom(1, 700), (part, repeat) => {
      const text = part.repeat(repeat);
      const found = escaped(Buffer.from(text));
      if (found === undefined) expect(text).toMatch(/[\u0080-\u{10ffff}]/u);
      else expect(found).toBe(expected(text));
    }),
  );
});
