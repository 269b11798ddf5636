/** A separate connection to each broker, so that one that hangs does not block requests to the others. */
import { unlessAborted } from '../../../text/wait.js';
import { LabError } from '../../../text/errors.js';
import type { Address } from '../../../net/addresses.js';
import type { BrokerConnection } from '../../../kafka/connection/broker-connection.js';
import { connect } from '../../../kafka/connection/connect.js';
import { fetchMetadata, type ClusterMetadata, type PartitionState } from '../../../kafka/session/metadata.js';
import { hasQuorum, quorumLeader, type QuorumLeader } from '../../../kafka/brokers/quorum.js';

export interface TopicView {
  /** In the order of their numbers. */
  readonly partitions: readonly PartitionState[];
  /** Ids of the brokers that are registered. */
  readonly brokers: readonly number[];
}

/** Longest wait for one answer; a broker that takes longer hangs. */
const answerWithinMs = 10_000;
const connectWithinMs = 2000;
/** How long to wait for the slower brokers once one has answered. */
const othersWithinMs = 500;

export class Brokers {
  readonly #addresses: ReadonlyMap<number, Address>;
  readonly #connections = new Map<number, Promise<BrokerConnection>>();
  readonly #asking = new Set<number>();
  readonly #signal = new AbortController();

  constructor(addresses: ReadonlyMap<number, Address>) {
    this.#addresses = addresses;
  }

  /** Throws LabError 'unreachable' if it is down. */
  async connection(id: number): Promise<BrokerConnection> {
    const known = await this.#connections.get(id)?.catch(() => undefined);
    if (known?.isConnected()) return known;
    const address = this.#addresses.get(id);
    if (!address) throw new LabError('unreachable', `There is no broker ${id}.`);
    const connecting = connect(address, {
      nodeId: id,
      timeoutMs: answerWithinMs,
      connectTimeoutMs: connectWithinMs,
      signal: this.#signal.signal,
    });
    this.#connections.set(id, connecting);
    connecting.catch(() => this.#connections.delete(id));
    return connecting;
  }

  async anyConnection(): Promise<BrokerConnection> {
    return Promise.any([...this.#addresses.keys()].map((id) => this.connection(id)));
  }

  /**
   * Combines the answers of all brokers, as an isolated one keeps reporting outdated metadata: for each
   * partition the newest leader epoch counts. Undefined if no broker answers.
   */
  async view(topic: string): Promise<TopicView | undefined> {
    return merged(await this.#askAll((connection) => fetchMetadata(connection, [topic])));
  }

  /** The controller; undefined if no broker answers. Without ZooKeeper the newest epoch of the quorum counts. */
  async controller(): Promise<QuorumLeader | undefined> {
    const answers = await this.#askAll(async (connection): Promise<QuorumLeader> => {
      if (hasQuorum(connection)) return quorumLeader(connection);
      return { id: (await fetchMetadata(connection, [])).controllerId, epoch: 0 };
    });
    const votes = ({ id }: QuorumLeader) => answers.filter((each) => each.id === id).length;
    return answers.sort((one, other) => other.epoch - one.epoch || votes(other) - votes(one))[0];
  }

  /** The answers that come in time. */
  async #askAll<Answer>(question: (connection: BrokerConnection) => Promise<Answer>): Promise<Answer[]> {
    const answers: Answer[] = [];
    const asked = [...this.#addresses.keys()]
      .filter((id) => !this.#asking.has(id))
      .map(async (id) => {
        this.#asking.add(id);
        try {
          answers.push(await question(await this.connection(id)));
        } catch {
          // Down, or hanging: the others know.
        } finally {
          this.#asking.delete(id);
        }
      });
    await unlessAborted(Promise.all(asked), AbortSignal.timeout(othersWithinMs));
    return [...answers];
  }

  close(): void {
    this.#signal.abort();
    for (const each of this.#connections.values()) each.then((open) => open.close()).catch(() => undefined);
  }
}

function merged(answers: readonly ClusterMetadata[]): TopicView | undefined {
  const epochs = (answer: ClusterMetadata) =>
    (answer.topics[0]?.partitions ?? []).reduce((sum, { leaderEpoch }) => sum + leaderEpoch, 0);
  const newest = [...answers].sort((one, other) => epochs(other) - epochs(one))[0];
  if (!newest) return undefined;
  const partitions = (newest.topics[0]?.partitions ?? []).map(
    (own, index) =>
      answers
        .flatMap(({ topics }) => topics[0]?.partitions[index] ?? [])
        .find(({ leaderEpoch }) => leaderEpoch > own.leaderEpoch) ?? own,
  );
  return { partitions, brokers: newest.brokers.map(({ id }) => id) };
}
