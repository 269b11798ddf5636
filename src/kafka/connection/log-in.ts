/** A login over a connection: SaslHandshake and SaslAuthenticate (KIP-43, KIP-152), and when the next one is due (KIP-368). */
import type { SaslLogin } from '../../net/access.js';
import { kafkaErrorCode } from '../../wire/protocol/error-codes.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { send } from '../../wire/protocol/send.js';
import { saslAuthenticate } from '../../wire/requests/sasl-authenticate.js';
import { saslHandshake } from '../../wire/requests/sasl-handshake.js';
import { exchangeFor } from '../sasl/exchange-for.js';
import { LoginRefused, type SaslExchange } from '../sasl/exchange.js';

/** An exchange with its first message, for which a token may have had to be fetched. */
export interface PreparedLogin {
  readonly exchange: SaslExchange;
  readonly firstMessage: Buffer;
}

/** Before a connection is opened, whose deadline is not for programs that print tokens. */
export async function prepareLogin(login: SaslLogin): Promise<PreparedLogin> {
  const exchange = exchangeFor(login);
  return { exchange, firstMessage: await exchange.firstMessage() };
}

/**
 * Resolves with the lifetime of the session in milliseconds, 0 for no end. Throws LoginRefused, LoginBrokenOff, and whatever
 * the connection throws.
 *
 * `greeting`: under way, and resolves once the connection knows which versions the broker speaks. Then a first message without a
 * secret in it goes together with the handshake too, which saves a round trip. Passwords and tokens wait until the broker has
 * agreed to the mechanism: a listener that has another one, or none, never gets to see them.
 */
export async function logIn(
  connection: WireConnection,
  { exchange, firstMessage }: PreparedLogin,
  greeting?: Promise<void>,
): Promise<number> {
  const agreeing = send(connection, saslHandshake, { mechanism: exchange.mechanism }, { version: 1 });
  // Version 0, as nothing may be known of the broker yet; only the last answer tells of the session.
  const early =
    greeting && exchange.startsWithoutSecret ? authenticate(connection, firstMessage, 0) : undefined;
  // If the handshake fails, it says why.
  early?.catch(() => undefined);
  const [{ errorCode }] = await Promise.all([agreeing, greeting]);
  if (errorCode !== 0) throw refused(errorCode, null);
  let answer = await (early ?? authenticate(connection, firstMessage));
  for (;;) {
    const message = await exchange.answerTo(answer.authBytes);
    if (!message) return Math.max(0, answer.sessionLifetimeMs);
    answer = await authenticate(connection, message);
  }
}

async function authenticate(connection: WireConnection, authBytes: Buffer, version?: number) {
  const answer = await send(
    connection,
    saslAuthenticate,
    { authBytes },
    version === undefined ? {} : { version },
  );
  if (answer.errorCode !== 0) throw refused(answer.errorCode, answer.errorMessage);
  return answer;
}

function refused(errorCode: number, message: string | null): LoginRefused {
  const { name, meaning } = kafkaErrorCode(errorCode);
  return new LoginRefused(message?.trim() || meaning, name);
}

/** Java's clients take some time between these, so that not all clients log in again at once. */
const earliestShare = 0.85;
const latestShare = 0.95;
/** Brokers refuse another login within the first second of one. */
const shortestSessionMs = 1050;

/** How long after a login the next one is due; Infinity if the session has no end. `chance`: from 0 to 1. */
export function nextLoginMs(sessionLifetimeMs: number, chance = Math.random()): number {
  if (sessionLifetimeMs <= 0) return Infinity;
  const share = earliestShare + (latestShare - earliestShare) * chance;
  return Math.max(sessionLifetimeMs * share, Math.min(shortestSessionMs, sessionLifetimeMs));
}
