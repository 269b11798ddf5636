/** SCRAM users: the mechanisms they have a password for; setting and removing one. */
import { createHash, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { LabError } from '../../text/errors.js';
import { nearestNames } from '../../text/nearest-names.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { alterUserScramCredentials } from '../../wire/requests/alter-user-scram-credentials.js';
import {
  describeUserScramCredentials,
  scramMechanism,
} from '../../wire/requests/describe-user-scram-credentials.js';
import { send } from '../../wire/protocol/send.js';
import { refusal } from '../connection/errors.js';
import type { KafkaSession } from '../session/session.js';
import { untilSeen } from '../session/until-seen.js';
import { notController, withController } from '../session/with-controller.js';

export const scramMechanisms = ['SCRAM-SHA-512', 'SCRAM-SHA-256'] as const;
export type ScramMechanism = (typeof scramMechanisms)[number];

/** RFC 7677's minimum; also what Kafka's own tools use. */
export const leastIterations = 4096;
/** Brokers refuse more. */
export const mostIterations = 16_384;

export interface ScramCredential {
  readonly user: string;
  readonly mechanism: ScramMechanism;
  readonly iterations: number;
}

/** Sorted by name. `users: null` for all; unknown ones are left out. */
export async function listUsers(
  session: KafkaSession,
  users: readonly string[] | null,
): Promise<readonly ScramCredential[]> {
  const answer = await withController(session, async (controller) => {
    const response = await send(controller, describeUserScramCredentials, {
      users: users?.map((name) => ({ name })) ?? null,
    });
    return response.errorCode === notController ? undefined : response;
  });
  if (answer.errorCode !== 0)
    throw refusal('Users could not be listed', answer.errorCode, answer.errorMessage);
  const unknown = errorCodeNamed('RESOURCE_NOT_FOUND');
  return answer.results
    .flatMap(({ user, errorCode, errorMessage, credentialInfos }) => {
      if (errorCode !== 0 && errorCode !== unknown)
        throw refusal(`User "${user}" could not be described`, errorCode, errorMessage);
      return credentialInfos.flatMap(({ mechanism, iterations }) => {
        const name = scramMechanisms.find((each) => scramMechanism[each] === mechanism);
        return name === undefined ? [] : [{ user, mechanism: name, iterations }];
      });
    })
    .sort((one, other) =>
      one.user === other.user ? (one.mechanism < other.mechanism ? -1 : 1) : one.user < other.user ? -1 : 1,
    );
}

export interface NewPassword extends ScramCredential {
  readonly password: string;
}

/** Replaces an existing password. Resolves once it can be read back. Throws LabError 'refused'. */
export async function setPassword(session: KafkaSession, wanted: NewPassword): Promise<void> {
  const { user, mechanism, iterations, password } = wanted;
  if (password === '') throw new LabError('usage', `The password of ${user} is empty.`);
  const digest = mechanism.replace('SCRAM-SHA-', 'sha');
  const length = createHash(digest).digest().length;
  const salt = randomBytes(24);
  // As in RFC 5802, except that Kafka and its clients take the UTF-8 as typed, without SASLprep. The password itself
  // never leaves this process.
  const saltedPassword = await promisify(pbkdf2)(password, salt, iterations, length, digest);
  await alter(session, `User "${user}" was not changed`, {
    upsertions: [{ name: user, mechanism: scramMechanism[mechanism], iterations, salt, saltedPassword }],
  });
  await untilSeen(
    session,
    () => listUsers(session, [user]),
    (found) => found.some((each) => each.mechanism === mechanism && each.iterations === iterations),
  );
}

/** `mechanism` undefined: all that the user has. Returns what was removed; throws LabError 'not-found' if there is nothing. */
export async function removeUser(
  session: KafkaSession,
  user: string,
  mechanism: ScramMechanism | undefined,
): Promise<readonly ScramCredential[]> {
  const isMeant = (each: ScramCredential) =>
    each.user === user && (mechanism === undefined || each.mechanism === mechanism);
  const all = await listUsers(session, null);
  const doomed = all.filter(isMeant);
  if (doomed.length === 0) throw unknownUser(user, mechanism, all);
  // Without ZooKeeper brokers accept only one change per user in a request.
  for (const { mechanism: own } of doomed) {
    await alter(session, `User "${user}" was not removed`, {
      deletions: [{ name: user, mechanism: scramMechanism[own] }],
    });
  }
  await untilSeen(
    session,
    () => listUsers(session, [user]),
    (found) => !found.some(isMeant),
  );
  return doomed;
}

interface Alteration {
  readonly deletions?: readonly { readonly name: string; readonly mechanism: number }[];
  readonly upsertions?: readonly {
    readonly name: string;
    readonly mechanism: number;
    readonly iterations: number;
    readonly salt: Buffer;
    readonly saltedPassword: Buffer;
  }[];
}

async function alter(session: KafkaSession, what: string, alteration: Alteration): Promise<void> {
  const failed = await withController(session, async (controller) => {
    const { results } = await send(controller, alterUserScramCredentials, alteration);
    if (results.some(({ errorCode }) => errorCode === notController)) return undefined;
    return results.find(({ errorCode }) => errorCode !== 0) ?? null;
  });
  if (failed) throw refusal(what, failed.errorCode, failed.errorMessage);
}

function unknownUser(
  user: string,
  mechanism: ScramMechanism | undefined,
  all: readonly ScramCredential[],
): LabError {
  const own = all.filter((each) => each.user === user);
  const near = nearestNames(user, [...new Set(all.map((each) => each.user))]);
  const hint =
    own.length > 0
      ? `There is one for ${own.map((each) => each.mechanism).join(', ')}.`
      : near.length > 0
        ? `Did you mean ${near.join(', ')}?`
        : 'See which exist: kafka-lab users list. Users of SASL PLAIN, certificates and tokens are not stored in the cluster.';
  return new LabError(
    'not-found',
    `There is no SCRAM user "${user}"${mechanism === undefined || own.length === 0 ? '' : ` with ${mechanism}`}.`,
    { hint },
  );
}
