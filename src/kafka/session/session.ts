/** Connections to the brokers of one cluster, opened on first use. */
import { LabError } from '../../text/errors.js';
import type { WireConnection } from '../../wire/protocol/connection.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import type { BrokerConnection } from '../connection/broker-connection.js';
import { connect as connectBroker } from '../connection/connect.js';
import type { ConnectSettings } from '../connection/connect-settings.js';
import { firstToSucceed } from '../connection/first-to-succeed.js';
import {
  fetchMetadata,
  knowsItsCluster,
  knowsNothingYet,
  tellsOfTopicsLater,
  untilInOffice,
  type ClusterMetadata,
} from './metadata.js';
import type { Target } from './target.js';
import { commandLine } from '../../text/command-line.js';
import { askAgain } from '../../text/wait.js';

export interface SessionSettings {
  /** Longest wait for one answer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/**
 * How long a broker may take over what a request asks for (its `timeoutMs`). It gives up before this side does: its answer
 * says what has been done and what has not, and a time-out of ours says nothing.
 */
export function brokerTimeoutMs({ timeoutMs }: SessionSettings): number {
  return Math.ceil(timeoutMs * 0.8);
}

export interface KafkaSession {
  readonly target: Target;
  readonly settings: SessionSettings;
  /** The broker that answered first. Throws LabError 'unreachable' if none does. */
  anyBroker(): Promise<WireConnection>;
  /**
   * The broker with this id. `told`: where it is according to another broker, in case nothing is known of it yet. Throws
   * LabError 'unreachable' if it is down or unknown.
   */
  broker(nodeId: number, told?: Address): Promise<WireConnection>;
  /**
   * The controller with this id, at a listener of the quorum, which is not where it listens as a broker. Throws LabError
   * 'unreachable'.
   */
  controller(nodeId: number, listener: Address): Promise<WireConnection>;
  /**
   * Names `topics`, or all for null, and remembers where the brokers are. Topics that do not exist carry their error. If the connected broker
   * hangs, or has just started and was not told of its cluster yet, others are asked as well, and the one that answers takes its place
   * in `anyBroker`.
   */
  metadata(topics: readonly string[] | null): Promise<ClusterMetadata>;
  /**
   * Asks with the first connection, right behind its first request, before the broker has said which versions it knows; to be called
   * before anything else is asked, which makes that connection. Undefined if there is one already, or a login had to come first, or
   * the broker closed it on the question.
   */
  askAhead<T>(ask: (connection: WireConnection) => Promise<T>): Promise<T | undefined>;
  /** The addresses that are asked something and have not answered yet, also those that are still being connected to. */
  unanswered(): readonly string[];
  /** Closes the connections without waiting for requests in flight. */
  close(): Promise<void>;
}

/** Connecting has a shorter time-out than requests: a right address answers at once. */
const longestConnectMs = 4000;
/** Of every broker since Kafka 2.8; older ones are asked once more. */
const commonMetadataVersion = 10;
/** How long one bootstrap server has before the next one is tried beside it. */
const staggerMs = 300;
/** How long a connected broker has for metadata before another one is asked as well. */
const metadataStaggerMs = 1000;
/** How long what the controller tells takes to the brokers, unless it takes as long to answer. */
const toldWithinMs = 200;

/** Connects at the first call, not before. */
export function openSession(target: Target, settings: SessionSettings): KafkaSession {
  const connectTimeoutMs = Math.min(settings.timeoutMs, longestConnectMs);
  const addresses = new Map<number, Address>();
  const connections = new Map<string, Promise<BrokerConnection>>();
  const connected = new Map<string, BrokerConnection>();
  let bootstrapped: Promise<BrokerConnection> | undefined;
  /** What is asked with the first connection, by address. */
  const early: ((connection: WireConnection) => void)[] = [];
  let connects: () => void = () => undefined;
  const connecting = new Promise<void>((resolve) => (connects = resolve));
  const closing = new AbortController();
  const signal = AbortSignal.any([settings.signal, closing.signal]);

  /**
   * Those that the cluster has told, and those that were typed; one may be among both. Told ones come first: a typed one may
   * be of another cluster.
   */
  const everyAddress = () => [...addresses.values(), ...target.bootstrapServers];

  async function connect(
    address: Address,
    { nodeId, ahead }: Pick<ConnectSettings, 'nodeId' | 'ahead'> = {},
  ): Promise<BrokerConnection> {
    const key = formatAddress(address);
    const known = connections.get(key);
    if (known && (await known).isConnected()) return known;
    const other = connections.get(key);
    // It broke; the first caller to notice reopens it for all.
    if (other && other !== known) return other;
    void known?.then((broken) => broken.close());
    const opening = connectBroker(address, {
      timeoutMs: settings.timeoutMs,
      signal,
      connectTimeoutMs,
      access: target.access,
      ...(nodeId === undefined ? {} : { nodeId }),
      ahead,
    });
    connections.set(key, opening);
    connected.delete(key);
    opening.then(
      (connection) => connected.set(key, connection),
      () => undefined,
    );
    // A broker that is down now may be up at the next try.
    opening.catch(() => connections.delete(key));
    return opening;
  }

  async function bootstrap(
    candidates = target.bootstrapServers,
    ahead?: ConnectSettings['ahead'],
  ): Promise<BrokerConnection> {
    const tries = candidates.map((address) => () => connect(address, { ahead }));
    connects();
    try {
      return await firstToSucceed(tries, staggerMs);
    } catch (error) {
      throw nobodyAnswers(target, error instanceof AggregateError ? error.errors : [error]);
    }
  }

  function askAhead<T>(ask: (connection: WireConnection) => Promise<T>): Promise<T | undefined> {
    if (bootstrapped) return Promise.resolve(undefined);
    const asked = new Map<string, Promise<T | undefined>>();
    early.push((connection) => {
      const answer = ask(connection).catch(unlessOverdue);
      // Of an address that was not the first to answer nobody wants to know.
      answer.catch(() => undefined);
      asked.set(connection.address, answer);
    });
    return connecting.then(async () => asked.get((await session.anyBroker()).address));
  }

  async function firstMetadata(topics: readonly string[] | null): Promise<ClusterMetadata | undefined> {
    const answer = askAhead((connection) =>
      fetchMetadata(connection, topics, { version: commonMetadataVersion }),
    );
    bootstrapped = bootstrap(target.bootstrapServers, (connection) => {
      // Metadata is asked first: the broker may close the connection on what else there is.
      for (const ask of [...early].reverse()) ask(connection);
    });
    return answer;
  }

  async function metadataOfAny(topics: readonly string[] | null): Promise<ClusterMetadata> {
    const known = [...addresses];
    const connected = await session.anyBroker();
    const others = known.filter(([, address]) => formatAddress(address) !== connected.address);
    const tries = others.map(([nodeId, address]) => async () => {
      const other = await connect(address, { nodeId });
      return { metadata: await fetchMetadata(other, topics), other };
    });
    const own = fetchMetadata(connected, topics);
    try {
      const { metadata, other } = await firstToSucceed<{
        readonly metadata: ClusterMetadata;
        readonly other?: BrokerConnection;
      }>([async () => ({ metadata: await own }), ...tries], metadataStaggerMs);
      if (other) bootstrapped = Promise.resolve(other);
      return metadata;
    } catch {
      // Whichever failed first: it is the connected one's answer that was wanted.
      return await own;
    }
  }

  /** A broker that knows nothing of its cluster yet is asked again, and so are the others. */
  async function metadataOnceKnown(topics: readonly string[] | null): Promise<ClusterMetadata> {
    const unaware = (await session.anyBroker()).address;
    const ask = async (address: Address) => {
      const broker = await connect(address);
      const metadata = await fetchMetadata(broker, topics);
      if (!knowsItsCluster(metadata)) throw knowsNothingYet(broker.address);
      return { metadata, broker };
    };
    const found = await askAgain(
      () =>
        firstToSucceed(
          everyAddress().map((address) => () => ask(address)),
          staggerMs,
        ).catch(() => undefined),
      { timeoutMs: settings.timeoutMs, pauseMs: 100, signal },
    );
    if (!found) throw knowsNothingYet(unaware);
    bootstrapped = Promise.resolve(found.broker);
    return found.metadata;
  }

  function remember({ brokers }: ClusterMetadata): void {
    addresses.clear();
    for (const broker of brokers) addresses.set(broker.id, broker);
  }

  /** That there is no topic is believed once the controller has told what it knows. */
  async function topicsOnceTold(told: ClusterMetadata): Promise<ClusterMetadata> {
    const { controllerId } = told;
    if (controllerId === null || !tellsOfTopicsLater(await session.anyBroker())) return told;
    const askedAtMs = performance.now();
    await session
      .broker(controllerId)
      .then(untilInOffice)
      .catch(() => undefined);
    const timeoutMs = Math.max(toldWithinMs, performance.now() - askedAtMs);
    const metadata = await askAgain(
      () => metadataOfAny(null),
      { timeoutMs, pauseMs: 50, signal },
      ({ topics }) => topics.length > 0,
    );
    remember(metadata);
    return metadata;
  }

  const session: KafkaSession = {
    target,
    settings,
    async anyBroker() {
      bootstrapped ??= bootstrap();
      try {
        const broker = await bootstrapped;
        if (broker.isConnected()) return broker;
      } catch (error) {
        bootstrapped = undefined;
        throw error;
      }
      // It has gone since: any other known broker will do.
      bootstrapped = bootstrap(everyAddress());
      bootstrapped.catch(() => (bootstrapped = undefined));
      return bootstrapped;
    },
    async broker(nodeId, told) {
      if (!addresses.has(nodeId) && !told) await session.metadata([]);
      const address = addresses.get(nodeId) ?? told;
      if (!address) {
        throw new LabError('unreachable', `Broker ${nodeId} is not among the brokers that are up.`, {
          hint: 'See which are: kafka-lab brokers list',
        });
      }
      try {
        return await connect(address, { nodeId });
      } catch (error) {
        addresses.delete(nodeId);
        if (error instanceof LabError && error.code === 'interrupted') throw error;
        throw advertisedButUnreachable(nodeId, address, target, error);
      }
    },
    async controller(nodeId, listener) {
      try {
        return await connect(listener, { nodeId });
      } catch (error) {
        if (error instanceof LabError && error.code === 'interrupted') throw error;
        throw controllerUnreachable(nodeId, listener, error);
      }
    },
    async metadata(topics) {
      const told = (bootstrapped ? undefined : await firstMetadata(topics)) ?? (await metadataOfAny(topics));
      const metadata = knowsItsCluster(told) ? told : await metadataOnceKnown(topics);
      remember(metadata);
      const hasNone = topics === null && metadata.topics.length === 0;
      return hasNone ? await topicsOnceTold(metadata) : metadata;
    },
    askAhead,
    unanswered: () => [...connections.keys()].filter((key) => connected.get(key)?.isWaiting ?? true),
    async close() {
      // A server that accepts connections and says nothing would be waited for until the time-out.
      closing.abort();
      const open = await Promise.allSettled(connections.values());
      for (const result of open) if (result.status === 'fulfilled') result.value.close();
      connections.clear();
    },
  };
  return session;
}

/** Asking again would only wait once more. */
function unlessOverdue(error: unknown): undefined {
  if (error instanceof LabError && error.code !== 'unreachable') throw error;
}

function nobodyAnswers(target: Target, errors: readonly unknown[]): LabError {
  // What is wrong with a proxy (ProxyUnusable, which is not loaded without one) is wrong for every broker.
  const decisive = errors.find(
    (error) =>
      error instanceof LabError &&
      (error.code === 'refused' || error.code === 'interrupted' || 'holdsForAllAddresses' in error),
  );
  if (decisive instanceof LabError) return decisive;
  const list = target.bootstrapServers.map(formatAddress).join(', ');
  const reasons = [
    ...new Set(errors.map((error) => (error instanceof Error ? error.message : String(error)))),
  ];
  const hint =
    target.origin === '-b'
      ? 'Is the address right, and the broker up? To practise on a cluster of your own: kafka-lab cluster up'
      : target.origin.startsWith('connection')
        ? `Check every step of connecting: ${commandLine`connections doctor ${target.origin.replace('connection ', '')}`}`
        : target.origin.startsWith('practice')
          ? 'See what is up: kafka-lab cluster status; start it: kafka-lab cluster up'
          : 'Start a practice cluster: kafka-lab cluster up; or name your own with -b HOST:PORT';
  return new LabError(
    'unreachable',
    `No Kafka broker answers at ${list} (${target.origin}): ${reasons.join('; ')}`,
    {
      hint,
      cause: errors[0],
    },
  );
}

/** The address came from the cluster itself, which is the commonest reason for "it connects and then hangs". */
function advertisedButUnreachable(
  nodeId: number,
  address: Address,
  target: Target,
  cause: unknown,
): LabError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LabError(
    'unreachable',
    `Broker ${nodeId} is not reachable at ${formatAddress(address)}, the address that the cluster advertises for it: ${reason}`,
    {
      hint: `${target.bootstrapServers.map(formatAddress).join(', ')} (${target.origin}) answered. If broker ${nodeId} is up, its advertised.listeners must name an address that this machine can reach.`,
      cause,
    },
  );
}

/** Controllers often listen where only the quorum and the brokers reach them. */
function controllerUnreachable(nodeId: number, listener: Address, cause: unknown): LabError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new LabError(
    'unreachable',
    `Controller ${nodeId} is not reachable at ${formatAddress(listener)}, where the quorum says that it listens: ${reason}`,
    {
      hint: 'If this machine reaches it at another address, or with another login, name that: -b HOST:PORT',
      cause,
    },
  );
}
