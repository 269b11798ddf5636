/** Connections of the program's own to the brokers of the test cluster, found the way a client finds them. */
import type { BrokerConnection } from '../../kafka/connection/broker-connection.js';
import { connect } from '../../kafka/connection/connect.js';
import { parseAddresses, type Address } from '../../net/addresses.js';
import { findCoordinator } from '../../wire/requests/find-coordinator.js';
import { listOffsets, offsetAt } from '../../wire/requests/list-offsets.js';
import { metadata } from '../../wire/requests/metadata.js';
import { send } from '../../wire/protocol/send.js';
import { testCluster } from '../clusters/test-cluster.js';
import { until } from '../clusters/until.js';

/** Longer than any test may take. */
const timeoutMs = 120_000;

export function connectTo(address: Address, nodeId?: number): Promise<BrokerConnection> {
  const { signal } = new AbortController();
  return connect(address, {
    ...{ timeoutMs, connectTimeoutMs: timeoutMs, signal },
    ...(nodeId === undefined ? {} : { nodeId }),
  });
}

export class BrokerConnections {
  readonly any: BrokerConnection;
  readonly #byId = new Map<number, BrokerConnection>();

  static async open(): Promise<BrokerConnections> {
    const [address] = parseAddresses(testCluster().bootstrapServers);
    return new BrokerConnections(await connectTo(address!));
  }

  private constructor(any: BrokerConnection) {
    this.any = any;
  }

  async broker(nodeId: number): Promise<BrokerConnection> {
    const known = this.#byId.get(nodeId);
    if (known) return known;
    const { brokers } = await this.#metadata([]);
    const connection = await connectTo(
      brokers.find((each) => each.nodeId === nodeId)!,
      nodeId,
    );
    this.#byId.set(nodeId, connection);
    return connection;
  }

  async controller(): Promise<BrokerConnection> {
    return this.broker((await this.#metadata([])).controllerId);
  }

  /** Leader of partition 0, as soon as there is one that knows of it: others may have heard before. */
  async leader(topic: string): Promise<BrokerConnection> {
    return until(async () => {
      const { topics } = await this.#metadata([{ name: topic }]);
      const partition = topics[0]?.partitions[0];
      if (partition?.errorCode !== 0) return undefined;
      const leader = await this.broker(partition.leaderId);
      const asked = { partitionIndex: 0, timestamp: offsetAt.latest };
      const answer = await send(leader, listOffsets, { topics: [{ name: topic, partitions: [asked] }] });
      return answer.topics[0]?.partitions[0]?.errorCode === 0 ? leader : undefined;
    });
  }

  /** A new cluster has no coordinators before it has made their topics. */
  async coordinator(key: string, keyType: number): Promise<BrokerConnection> {
    return this.broker(
      await until(async () => {
        const { errorCode, nodeId } = await send(
          this.any,
          findCoordinator,
          { key, keyType },
          { maxVersion: 3 },
        );
        return errorCode === 0 ? nodeId : undefined;
      }),
    );
  }

  close(): void {
    this.any.close();
    for (const connection of this.#byId.values()) connection.close();
  }

  #metadata(topics: readonly { name: string }[]) {
    return send(this.any, metadata, { topics, allowAutoTopicCreation: false });
  }
}
