import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fromPlainCell, plainCell } from './plain-cell.js';

test('what was written is read again, and stays in its cell', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('\\', 't', 'n', '\t', '\n', '\r', ' ', ',') }), (text) => {
      expect(fromPlainCell(plainCell(text))).toBe(text);
      expect(plainCell(text)).not.toMatch(/[\t\n\r]/);
    }),
  );
});
