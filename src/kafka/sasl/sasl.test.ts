import { describe, expect, test } from '@jest/globals';
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import { exchangeFor } from './exchange-for.js';
import { LoginBrokenOff, LoginRefused, type SaslExchange } from './exchange.js';
import { bearerExchange } from './oauthbearer.js';
import { plainExchange } from './plain.js';
import { scramExchange } from './scram.js';

const first = async (exchange: SaslExchange) => (await exchange.firstMessage()).toString();
const answer = async (exchange: SaslExchange, said: string) =>
  (await exchange.answerTo(Buffer.from(said)))?.toString();

describe('PLAIN', () => {
  test('the example of RFC 4616', async () => {
    const exchange = plainExchange({ username: 'tim', password: 'tanstaaftanstaaf' });
    expect(await first(exchange)).toBe('\0tim\0tanstaaftanstaaf');
    expect(await answer(exchange, '')).toBeUndefined();
  });

  test('UTF-8, and no zero bytes, which would move the border between the two', async () => {
    expect(await first(plainExchange({ username: 'jürgen', password: 'pæss' }))).toBe('\0jürgen\0pæss');
    expect(() => plainExchange({ username: 'a', password: 'b\0c' }).firstMessage()).toThrow(LoginBrokenOff);
  });
});

describe('SCRAM', () => {
  const nonce = 'rOprNGfwEbeRWgbNEkqO';
  const both = `${nonce}%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0`;
  const salt = 'W22ZaJ0SNY7soEsUEjb6gQ==';
  const user = { username: 'user', password: 'pencil' };
  const begin = async (given = user) => {
    const exchange = scramExchange('SCRAM-SHA-256', given, nonce);
    await exchange.firstMessage();
    return exchange;
  };

  test('the example of RFC 7677', async () => {
    const exchange = scramExchange('SCRAM-SHA-256', user, nonce);
    expect(await first(exchange)).toBe(`n,,n=user,r=${nonce}`);
    expect(await answer(exchange, `r=${both},s=${salt},i=4096`)).toBe(
      `c=biws,r=${both},p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=`,
    );
    expect(await answer(exchange, 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=')).toBeUndefined();
  });

  test('SHA-512 as a broker computes it, names with = and , and a password that is not ASCII', async () => {
    const exchange = scramExchange('SCRAM-SHA-512', { username: 'a=b,c', password: 'pæss wörd' }, nonce);
    const bare = (await first(exchange)).slice('n,,'.length);
    expect(bare).toBe(`n=a=3Db=2Cc,r=${nonce}`);
    const said = `r=${both},s=${salt},i=5000`;
    const last = (await answer(exchange, said)) ?? '';
    const salted = pbkdf2Sync('pæss wörd', Buffer.from(salt, 'base64'), 5000, 64, 'sha512');
    const hmac = (key: Buffer, text: string) => createHmac('sha512', key).update(text).digest();
    const [, withoutProof = '', proof = ''] = /^(.*),p=(.*)$/.exec(last) ?? [];
    const signed = `${bare},${said},${withoutProof}`;
    const stored = createHash('sha512').update(hmac(salted, 'Client Key')).digest();
    const signature = hmac(stored, signed);
    const key = Buffer.from(Buffer.from(proof, 'base64').map((byte, at) => byte ^ signature[at]!));
    expect(createHash('sha512').update(key).digest()).toEqual(stored);
    const theirs = hmac(hmac(salted, 'Server Key'), signed).toString('base64');
    expect(await answer(exchange, `v=${theirs}`)).toBeUndefined();
  });

  test('a nonce of its own for each login', async () => {
    const messages = await Promise.all([1, 2].map(() => first(scramExchange('SCRAM-SHA-256', user))));
    expect(messages[0]).toMatch(/^n,,n=user,r=[\x21-\x2b\x2d-\x7e]{32}$/);
    expect(messages[0]).not.toBe(messages[1]);
  });

  test.each([
    ['of another login', `r=another${both},s=${salt},i=4096`, /another login/],
    ['of the client alone', `r=${nonce},s=${salt},i=4096`, /another login/],
    ['without a nonce', `s=${salt},i=4096`, /not what a broker says/],
    ['without a salt', `r=${both},s=,i=4096`, /not what a broker says/],
    ['with a salt that is none', `r=${both},s=!,i=4096`, /not what a broker says/],
    ['with an extension that must be known', `m=new,r=${both},s=${salt},i=4096`, /not what a broker says/],
    ['empty', '', /not what a broker says/],
    ['fewer iterations', `r=${both},s=${salt},i=4095`, /asks for 4095 iterations of SCRAM, fewer than 4096/],
    ...['2000000000', '1000001', 'many', '1e9', '', '-5'].map(
      (asked) =>
        [
          `${asked} iterations`,
          `r=${both},s=${salt},i=${asked}`,
          /asks for .* iterations of SCRAM, more than 1000000/,
        ] as const,
    ),
  ])('is broken off at once: %s', async (_, said, reason) => {
    const exchange = await begin();
    const failed = expect(answer(exchange, said)).rejects;
    await failed.toThrow(LoginBrokenOff);
    await failed.toThrow(reason);
  });

  test.each(['v=AAAA', 'v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=', 'v=', '', 'ok'])(
    'a broker that does not know the password is found out: %j',
    async (said) => {
      const exchange = await begin();
      await answer(exchange, `r=${both},s=${salt},i=4096`);
      await expect(answer(exchange, said)).rejects.toThrow(/does not prove that it knows the password/);
    },
  );

  test('a refusal in the last message', async () => {
    const exchange = await begin();
    await answer(exchange, `r=${both},s=${salt},i=4096`);
    await expect(answer(exchange, 'e=invalid-proof')).rejects.toEqual(new LoginRefused('invalid-proof'));
  });
});

describe('OAUTHBEARER', () => {
  const token = () => Promise.resolve('vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==');

  test('the token of RFC 7628', async () => {
    const exchange = bearerExchange({ token });
    expect(await first(exchange)).toBe(
      'n,,\u0001auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==\u0001\u0001',
    );
    expect(await answer(exchange, '')).toBeUndefined();
  });

  test('extensions (KIP-342)', async () => {
    const extensions = { logicalCluster: 'lkc-1', identityPoolId: 'pool-2' };
    expect(await first(bearerExchange({ token, extensions }))).toBe(
      `n,,\u0001auth=Bearer ${await token()}\u0001logicalCluster=lkc-1\u0001identityPoolId=pool-2\u0001\u0001`,
    );
  });

  test.each([{ auth: 'x' }, { 'a=b': 'x' }, { a1: 'x' }, { a: 'x\u0001b' }, { a: '' }, { a: 'ü' }])(
    'no extension can change the rest: %j',
    async (extensions) => {
      const login = { token, extensions: extensions as Record<string, string> };
      await expect(bearerExchange(login).firstMessage()).rejects.toThrow(/cannot be sent/);
    },
  );

  test.each(['', 'a b', 'a\u0001b=c', 'a\n'])('nor can a token: %j', async (odd) => {
    const exchange = bearerExchange({ token: () => Promise.resolve(odd) });
    await expect(exchange.firstMessage()).rejects.toThrow(/no token has/);
  });

  test('a refusal is a challenge, which is answered and then told', async () => {
    const exchange = bearerExchange({ token });
    await exchange.firstMessage();
    expect(await answer(exchange, '{"status":"invalid_token"}')).toBe('\u0001');
    expect(() => exchange.answerTo(Buffer.alloc(0))).toThrow(new LoginRefused('{"status":"invalid_token"}'));
  });

  test('a fresh token each time', async () => {
    let asked = 0;
    const login = {
      mechanism: 'OAUTHBEARER' as const,
      token: () => Promise.resolve(`token${(asked += 1)}`),
    };
    expect(await first(exchangeFor(login))).toContain('token1');
    expect(await first(exchangeFor(login))).toContain('token2');
  });
});
