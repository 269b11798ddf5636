/** OAUTHBEARER: a token (RFC 7628), with the extensions that Kafka's brokers and clouds know (KIP-342). */
import type { BearerLogin } from '../../net/access.js';
import { LoginBrokenOff, LoginRefused, type SaslExchange } from './exchange.js';

const separator = '\u0001';
/** Whatever else could end the message early and begin another. */
const tokenText = /^[\x21-\x7e]+$/;
const extensionName = /^[A-Za-z]+$/;
const extensionValue = /^[\x21-\x7e \t\r\n]+$/;

export function bearerExchange({
  token,
  extensions = {},
}: Pick<BearerLogin, 'token' | 'extensions'>): SaslExchange {
  let refusal: string | undefined;
  return {
    mechanism: 'OAUTHBEARER',
    startsWithoutSecret: false,
    async firstMessage() {
      const bearer = await token();
      if (!tokenText.test(bearer)) {
        throw new LoginBrokenOff('the token has characters that no token has, or is empty');
      }
      const pairs = [['auth', `Bearer ${bearer}`], ...Object.entries(extensions).map(checked)];
      const text = pairs.map(([name, value]) => `${name}=${value}${separator}`).join('');
      return Buffer.from(`n,,${separator}${text}${separator}`);
    },
    /** A broker that refuses a token says why in a challenge, without an error code, and fails only once that is answered. */
    answerTo(challenge) {
      if (refusal !== undefined) throw new LoginRefused(refusal);
      if (challenge.length === 0) return Promise.resolve(undefined);
      refusal = challenge.toString('utf8');
      return Promise.resolve(Buffer.from(separator));
    },
  };
}

function checked([name, value]: [string, string]): [string, string] {
  if (extensionName.test(name) && name.toLowerCase() !== 'auth' && extensionValue.test(value)) {
    return [name, value];
  }
  throw new LoginBrokenOff(
    `the extension ${JSON.stringify(name)} of OAUTHBEARER cannot be sent: a name is made of letters, and not "auth"; a value of printable ASCII`,
  );
}
