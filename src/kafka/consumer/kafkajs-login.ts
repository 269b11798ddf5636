/** A login of ours in the form that kafkajs takes: its own notices neither a refused token nor too many iterations. */
import type { AuthenticationProviderArgs, Mechanism } from 'kafkajs';
import type { SaslLogin } from '../../net/access.js';
import { exchangeFor } from '../sasl/exchange-for.js';

/** A fresh object each time, as kafkajs keeps things in it. */
export function kafkajsLogin(login: SaslLogin): Mechanism {
  return {
    mechanism: login.mechanism,
    authenticationProvider: ({ saslAuthenticate }) => ({
      async authenticate() {
        try {
          await authenticate(login, saslAuthenticate);
        } catch (error) {
          throw new LoginFailed(login.mechanism, error as Error);
        }
      },
    }),
  };
}

async function authenticate(
  login: SaslLogin,
  saslAuthenticate: AuthenticationProviderArgs['saslAuthenticate'],
): Promise<void> {
  const exchange = exchangeFor(login);
  let message: Buffer | undefined = await exchange.firstMessage();
  while (message) {
    const bytes = withLength(message);
    const challenge = await saslAuthenticate<Buffer>({
      request: { encode: () => bytes },
      response: {
        // After a length, which is -1 for null.
        decode: (answer) => answer.subarray(4),
        parse: (answer) => answer,
      },
    });
    message = await exchange.answerTo(challenge ?? Buffer.alloc(0));
  }
}

function withLength(message: Buffer): Buffer {
  const size = Buffer.alloc(4);
  size.writeInt32BE(message.length);
  return Buffer.concat([size, message]);
}

/** Named like kafkajs's own error, by which it is recognized; trying again would not help. */
class LoginFailed extends Error {
  override readonly name = 'KafkaJSSASLAuthenticationError';
  readonly retriable = false;

  constructor(mechanism: string, cause: Error) {
    super(`SASL ${mechanism} authentication failed: ${cause.message}`, { cause });
  }
}
