/** A login in the form that kafkajs takes; OAUTHBEARER is our own, because kafkajs does not notice a refused token. */
import type { Authenticator, AuthenticationProviderArgs, Mechanism, SASLOptions } from 'kafkajs';
import type { BrokerAccess } from '../../net/access.js';

/** A fresh object each time, as kafkajs keeps things in it. */
export function kafkajsLogin({ sasl }: BrokerAccess): SASLOptions | Mechanism | undefined {
  if (!sasl) return undefined;
  if (sasl.mechanism === 'OAUTHBEARER') {
    return {
      mechanism: sasl.mechanism,
      authenticationProvider: ({ saslAuthenticate }) => bearer(saslAuthenticate, () => sasl.token()),
    };
  }
  const { username, password } = sasl;
  switch (sasl.mechanism) {
    case 'PLAIN':
      return { mechanism: 'plain', username, password };
    case 'SCRAM-SHA-256':
      return { mechanism: 'scram-sha-256', username, password };
    case 'SCRAM-SHA-512':
      return { mechanism: 'scram-sha-512', username, password };
  }
}

type SaslAuthenticate = AuthenticationProviderArgs['saslAuthenticate'];

/**
 * RFC 7628: a server that refuses a token says why in a challenge, without an error code, and fails only once the
 * client has answered it. kafkajs takes the challenge for success, and later answers are empty.
 */
function bearer(saslAuthenticate: SaslAuthenticate, token: () => Promise<string>): Authenticator {
  return {
    async authenticate() {
      const said = await exchange(saslAuthenticate, `n,,\u0001auth=Bearer ${await token()}\u0001\u0001`);
      if (said === '') return;
      try {
        await exchange(saslAuthenticate, '\u0001');
      } catch (error) {
        throw new TokenRefused((error as Error).message);
      }
      throw new TokenRefused(said);
    },
  };
}

/** Named like kafkajs's own error, by which it is recognized. */
class TokenRefused extends Error {
  override readonly name = 'KafkaJSSASLAuthenticationError';
  readonly retriable = false;

  constructor(reason: string) {
    super(`SASL OAUTHBEARER authentication failed: ${reason}`);
  }
}

/** The broker's answer; empty if it accepts. */
async function exchange(saslAuthenticate: SaslAuthenticate, message: string): Promise<string> {
  const text = Buffer.from(message);
  const size = Buffer.alloc(4);
  size.writeInt32BE(text.length);
  const answer = await saslAuthenticate<string>({
    request: { encode: () => Buffer.concat([size, text]) },
    response: {
      // After a length, which is -1 for null.
      decode: (bytes) => bytes.subarray(4),
      parse: (bytes) => bytes.toString('utf8'),
    },
  });
  return answer ?? '';
}
