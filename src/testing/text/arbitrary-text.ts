/** Texts of any characters. */
import fc from 'fast-check';

const surrogates = { from: 0xd800, count: 0x800 };

/**
 * One character of all Unicode has, a third of them ASCII, a third of the basic plane; no lone surrogates.
 *
 * fast-check's own `unit: 'binary'` finds a character's number again by a table of all 1,112,064 of them, which it makes once in
 * each test file: 100 MB and half a second.
 */
const anyCharacter = fc
  .oneof(...[0x80, 0x1_0000, 0x11_0000].map((end) => fc.nat({ max: end - 1 })))
  .filter((code) => code < surrogates.from || code >= surrogates.from + surrogates.count)
  .map((code) => String.fromCodePoint(code));

/** @returns an arbitrary of well-formed texts, of at most `maxLength` characters. */
export function anyText(maxLength?: number): fc.Arbitrary<string> {
  return fc.string({ unit: anyCharacter, ...(maxLength === undefined ? {} : { maxLength }) });
}
