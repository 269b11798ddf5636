/**
 * SCRAM (RFC 5802, RFC 7677): client and broker prove to each other that they know the password, without sending it. User
 * names and passwords are taken as UTF-8, without SASLprep, as Kafka's own client and broker take them.
 */
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { printable } from '../../text/printable.js';
import { LoginBrokenOff, LoginRefused, type SaslExchange } from './exchange.js';
import type { PasswordLogin } from './plain.js';

const hashes = { 'SCRAM-SHA-256': 'sha256', 'SCRAM-SHA-512': 'sha512' } as const;

/** Kafka's own client accepts no fewer, and brokers store no fewer. */
const fewestIterations = 4096;
/** Brokers of Kafka use 16,384 at most. A million take a second; without a limit a server could keep a client at work for hours. */
const mostIterations = 1_000_000;

/** Neither channel binding nor another identity: `n,,`, which is "biws" in the last message. */
const gs2Header = 'n,,';
const channelBinding = `c=${Buffer.from(gs2Header).toString('base64')}`;

/** `clientNonce`: printable ASCII without commas, new for each exchange. */
export function scramExchange(
  mechanism: keyof typeof hashes,
  { username, password }: PasswordLogin,
  clientNonce = randomBytes(24).toString('base64'),
): SaslExchange {
  const hash = hashes[mechanism];
  const bareFirst = `n=${saslName(username)},r=${clientNonce}`;
  /** What the broker has to sign with; absent until it has sent salt and iterations. */
  let expected: Buffer | undefined;
  return {
    mechanism,
    startsWithoutSecret: true,
    firstMessage: () => Promise.resolve(Buffer.from(`${gs2Header}${bareFirst}`)),
    async answerTo(challenge) {
      const said = challenge.toString('utf8');
      if (expected) {
        checkProof(said, expected);
        return undefined;
      }
      const { nonce, salt, iterations } = parseFirst(said, clientNonce);
      const { length } = createHash(hash).digest();
      const salted = await promisify(pbkdf2)(password, salt, iterations, length, hash);
      const hmac = (key: Buffer, text: string) => createHmac(hash, key).update(text).digest();
      const clientKey = hmac(salted, 'Client Key');
      const storedKey = createHash(hash).update(clientKey).digest();
      const bareLast = `${channelBinding},r=${nonce}`;
      const signed = `${bareFirst},${said},${bareLast}`;
      const signature = hmac(storedKey, signed);
      const proof = Buffer.from(clientKey.map((byte, index) => byte ^ (signature[index] ?? 0)));
      expected = hmac(hmac(salted, 'Server Key'), signed);
      return Buffer.from(`${bareLast},p=${proof.toString('base64')}`);
    },
  };
}

function saslName(username: string): string {
  return username.replaceAll('=', '=3D').replaceAll(',', '=2C');
}

const nonceText = /^[\x21-\x2b\x2d-\x7e]+$/;
const base64Text = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** `r=…,s=…,i=4096`, then perhaps extensions, which may be passed over unless they come first (`m=`). */
function parseFirst(said: string, clientNonce: string) {
  const [, nonce = '', salt = '', asked = ''] = /^r=([^,]*),s=([^,]*),i=([^,]*)(?:,|$)/.exec(said) ?? [];
  if (!nonceText.test(nonce) || salt === '' || !base64Text.test(salt)) {
    throw new LoginBrokenOff('what the broker says to start SCRAM is not what a broker says');
  }
  if (!nonce.startsWith(clientNonce) || nonce === clientNonce) {
    throw new LoginBrokenOff('the broker answers another login than this one (the nonce of SCRAM differs)');
  }
  const iterations = /^[1-9]\d{0,9}$/.test(asked) ? Number(asked) : Infinity;
  if (iterations > mostIterations) {
    throw new LoginBrokenOff(
      `the broker asks for ${printable(asked)} iterations of SCRAM, more than ${mostIterations}`,
    );
  }
  if (iterations < fewestIterations) {
    throw new LoginBrokenOff(
      `the broker asks for ${asked} iterations of SCRAM, fewer than ${fewestIterations}: a password could be guessed from that`,
    );
  }
  return { nonce, salt: Buffer.from(salt, 'base64'), iterations };
}

/** `v=…`, or `e=invalid-proof`. */
function checkProof(said: string, expected: Buffer): void {
  const refusal = /^e=([^,]*)/.exec(said)?.[1];
  if (refusal !== undefined) throw new LoginRefused(refusal);
  const [, proof = ''] = /^v=([^,]*)(?:,|$)/.exec(said) ?? [];
  const given = Buffer.from(base64Text.test(proof) ? proof : '', 'base64');
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new LoginBrokenOff('the broker does not prove that it knows the password (its signature of SCRAM)');
}
