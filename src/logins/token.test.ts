import { describe, expect, test } from '@jest/globals';
import { claimsOf, expiryOf } from './jwt-claims.js';
import { asToken, keepToken, type Token } from './token.js';

function source(tokens: (Token | Error)[]) {
  return {
    from: 'a test',
    fetch: () => {
      const next = tokens.shift();
      return next instanceof Error || !next
        ? Promise.reject(next ?? new Error('no more'))
        : Promise.resolve(next);
    },
  };
}

describe('a token is kept', () => {
  test('to 80 % of its life, and renewed then', async () => {
    let now = 1000;
    const { token, expiresAtMs } = keepToken(
      source([
        { text: 'one', expiresAtMs: 6000 },
        { text: 'two', expiresAtMs: 12_000 },
      ]),
      () => now,
    );
    expect(expiresAtMs()).toBeUndefined();
    expect([await token(), await token(), expiresAtMs()]).toEqual(['one', 'one', 6000]);
    now = 4999;
    expect(await token()).toBe('one');
    now = 5000;
    expect([await token(), expiresAtMs()]).toEqual(['two', 12_000]);
  });

  test('a minute if nobody says how long it holds', async () => {
    let now = 0;
    const { token } = keepToken(source([asToken('one'), asToken('two')]), () => now);
    expect(await token()).toBe('one');
    now = 59_999;
    expect(await token()).toBe('one');
    now = 60_000;
    expect(await token()).toBe('two');
  });

  test('while no new one can be had and it still holds', async () => {
    let now = 0;
    const { token } = keepToken(
      source([{ text: 'one', expiresAtMs: 1000 }, new Error('down'), new Error('down'), asToken('two')]),
      () => now,
    );
    await token();
    now = 900;
    expect(await token()).toBe('one');
    now = 1000;
    await expect(token()).rejects.toThrow('down');
    expect(await token()).toBe('two');
  });

  test('fetched once for those that ask at once, and again after a failure', async () => {
    const { token } = keepToken(source([new Error('down'), asToken('one'), asToken('two')]));
    const both = await Promise.allSettled([token(), token()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await Promise.all([token(), token()])).toEqual(['one', 'one']);
  });
});

describe('what a token says of itself', () => {
  const jwt = (claims: unknown) => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
  test.each([
    [jwt({ exp: 5 }), 5000],
    [jwt({ exp: 1.5 }), 1500],
    [jwt({ exp: '5' }), undefined],
    [jwt({ exp: null }), undefined],
    [jwt([]), undefined],
    [jwt(null), undefined],
    ['opaque', undefined],
    ['a.b.c', undefined],
    [`${'a'.repeat(600_000)}.e30.`, undefined],
  ])('%.40s', (token, expiresAtMs) => {
    expect(expiryOf(claimsOf(token))).toBe(expiresAtMs);
  });

  test('ends a token if it is the earlier, or the only end that is known', () => {
    const own = jwt({ exp: 5 });
    expect([6000, 4000, undefined].map((end) => asToken(own, end).expiresAtMs)).toEqual([5000, 4000, 5000]);
    expect([4000, undefined].map((end) => asToken('opaque', end).expiresAtMs)).toEqual([4000, undefined]);
  });
});
