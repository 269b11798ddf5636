/** A client of the ZooKeeper that was found; if it does not answer, an error that says what listens there instead. */
import { sleep } from '../../text/wait.js';
import { LabError } from '../../text/errors.js';
import { openClient, type ZooKeeperClient } from '../client/client.js';
import type { ZooKeeperTarget } from './find-zookeeper.js';
import { askKafkaMode, kafkaInstead, type KafkaMode } from '../client/foreign-server.js';
import { isFailure } from '../client/server-failure.js';
import type { SessionSettings } from '../client/session.js';

const askKafkaMs = 1000;
/** ZooKeeper answers the handshake at once. A Kafka broker takes it for a produce request with acks=0 and is silent. */
const suspiciousMs = 700;

/**
 * A ZooKeeper guessed from the brokers' address may belong to another cluster: throws LabError 'not-found' if theirs
 * has none. Resolves with the target otherwise.
 */
export async function besideItsBrokers(target: ZooKeeperTarget): Promise<ZooKeeperTarget> {
  if (!target.origin.startsWith('the default')) return target;
  const kraft = await kafkaAmong(target.brokers, { mode: 'kraft' });
  if (kraft) throw new LabError('not-found', kraft.message, { hint: kraft.hint });
  return target;
}

/** Throws LabError if no server, another server, or a Kafka without ZooKeeper is at the address. */
export async function openZooKeeper(
  target: ZooKeeperTarget,
  settings: SessionSettings,
): Promise<ZooKeeperClient> {
  let client: ZooKeeperClient;
  try {
    client = await openUnlessKafka(target, settings);
  } catch (error) {
    throw await explained(error, target, settings.signal);
  }
  try {
    await requireChroot(client, target);
    return client;
  } catch (error) {
    await client.close();
    throw error;
  }
}

async function openUnlessKafka(target: ZooKeeperTarget, settings: SessionSettings): Promise<ZooKeeperClient> {
  const givingUp = new AbortController();
  const opened = new AbortController();
  const signal = AbortSignal.any([settings.signal, givingUp.signal]);
  let instead: LabError | undefined;
  const suspicion = sleep(suspiciousMs, opened.signal)
    .then(() => kafkaAmong(target.servers, { all: true }))
    .then((found) => {
      if (opened.signal.aborted || !found) return;
      instead = new LabError('refused', found.message, { hint: found.hint });
      givingUp.abort();
    })
    // It was stopped, as there is an answer.
    .catch(() => undefined);
  try {
    return await openClient(target.servers, target.chroot, { ...settings, signal });
  } catch (error) {
    throw instead ?? error;
  } finally {
    opened.abort();
    void suspicion;
  }
}

async function explained(error: unknown, target: ZooKeeperTarget, signal: AbortSignal): Promise<unknown> {
  if (!isFailure(error, 'closed', 'no-connection', 'silent', 'foreign') || signal.aborted) return error;
  if (error.kind !== 'foreign') {
    const instead = error.kind === 'silent' ? undefined : await kafkaAmong(target.servers);
    if (instead) return new LabError('refused', instead.message, { hint: instead.hint, cause: error });
    const kraft = await kafkaAmong(target.brokers, { mode: 'kraft' });
    if (kraft) return new LabError('not-found', kraft.message, { hint: kraft.hint, cause: error });
  }
  const origin = target.origin === '--zookeeper' ? '' : ` (${target.origin})`;
  return new LabError(error.code, `${error.message.replace(/\.$/, '')}${origin}.`, {
    hint: [error.hint, nextStep(target)].filter((part) => part !== undefined).join('\n'),
    cause: error,
  });
}

/** The first Kafka broker among them, and its mode; undefined if `all` must be brokers and one is not. */
async function kafkaAmong(
  addresses: ZooKeeperTarget['servers'],
  wanted: { readonly mode?: KafkaMode; readonly all?: boolean } = {},
) {
  const modes = await Promise.all(addresses.map((address) => askKafkaMode(address, askKafkaMs)));
  if (wanted.all && modes.includes(undefined)) return undefined;
  const index = modes.findIndex((mode) => mode !== undefined && (wanted.mode ?? mode) === mode);
  const address = addresses[index];
  const mode = modes[index];
  return address && mode && kafkaInstead(address, mode);
}

function nextStep({ origin }: ZooKeeperTarget): string {
  if (origin === '--zookeeper') {
    return 'Check the address and that ZooKeeper is up. For a practice cluster of your own: kafka-lab cluster up';
  }
  if (origin.startsWith('connection')) {
    return 'Check that ZooKeeper is up there, and the connection: kafka-lab connections show';
  }
  if (origin.startsWith('practice')) {
    return 'See what is up: kafka-lab cluster status; start it: kafka-lab cluster up';
  }
  return 'Name yours with --zookeeper HOST:PORT; or start a practice cluster with one: kafka-lab cluster up';
}

async function requireChroot(client: ZooKeeperClient, { chroot }: ZooKeeperTarget): Promise<void> {
  if (chroot === '/' || (await client.stat('/'))) return;
  throw new LabError('not-found', `There is no znode ${chroot} at ${client.address} to look below.`, {
    hint: `The path after the address is the chroot. List what exists: kafka-lab zookeeper tree / --depth 1 --zookeeper ${client.address}`,
  });
}
