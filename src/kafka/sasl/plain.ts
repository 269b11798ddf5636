/** PLAIN: user name and password in the clear (RFC 4616). */
import { LoginBrokenOff, type SaslExchange } from './exchange.js';

export interface PasswordLogin {
  readonly username: string;
  readonly password: string;
}

export function plainExchange({ username, password }: PasswordLogin): SaslExchange {
  return {
    mechanism: 'PLAIN',
    startsWithoutSecret: false,
    firstMessage() {
      if (`${username}${password}`.includes('\0')) {
        throw new LoginBrokenOff('a user name or password with a zero byte cannot be sent with PLAIN');
      }
      return Promise.resolve(Buffer.from(`\0${username}\0${password}`));
    },
    answerTo: () => Promise.resolve(undefined),
  };
}
