/** A login as the settings have it → its exchange of messages. */
import type { SaslLogin } from '../../net/access.js';
import type { SaslExchange } from './exchange.js';
import { bearerExchange } from './oauthbearer.js';
import { plainExchange } from './plain.js';
import { scramExchange } from './scram.js';

/** One for each login, as each mechanism keeps where it is. */
export function exchangeFor(login: SaslLogin): SaslExchange {
  switch (login.mechanism) {
    case 'PLAIN':
      return plainExchange(login);
    case 'SCRAM-SHA-256':
    case 'SCRAM-SHA-512':
      return scramExchange(login.mechanism, login);
    case 'OAUTHBEARER':
      return bearerExchange(login);
  }
}
