import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { OutputBuffer } from '../wire/print/output-buffer.js';
import { writeBytes, writeDouble, writeFloat, writeWhole } from './json-scalars.js';

function written(write: (out: OutputBuffer) => void): string {
  const out = new OutputBuffer();
  write(out);
  return out.take().toString();
}

test('numbers are as short as can be, and mean the same', () => {
  fc.assert(
    fc.property(fc.double(), fc.float(), fc.maxSafeInteger(), (double, float, whole) => {
      const text = written((out) => writeDouble(double, out));
      if (Number.isFinite(double)) expect(JSON.parse(text)).toBe(double);
      else expect(JSON.parse(text)).toBe(String(double));
      const short = written((out) => writeFloat(float, out));
      expect(Math.fround(Number(JSON.parse(short)))).toBe(float);
      expect(short.replace(/e.*|\D/g, '').length).toBeLessThanOrEqual(22);
      expect(written((out) => writeWhole(whole, out))).toBe(String(whole));
    }),
    { numRuns: 1000 },
  );
  expect(written((out) => writeFloat(Math.fround(0.1), out))).toBe('0.1');
  expect(written((out) => writeFloat(Math.fround(3.4028234663852886e38), out))).toBe('3.4028235e+38');
});

test('bytes are a character each, and ASCII whatever they are', () => {
  const bytes = Buffer.from(Array.from({ length: 10_000 }, (_, at) => at & 0xff));
  const text = written((out) => writeBytes(bytes, 0, bytes.length, out));
  expect(text).toMatch(/^[ -~]*$/);
  expect(JSON.parse(text)).toBe(bytes.toString('latin1'));
});
