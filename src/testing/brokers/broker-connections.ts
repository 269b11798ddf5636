/** Socket connections to the brokers of the test cluster, found the way a client finds them. */
import { findCoordinator } from '../../wire/requests/find-coordinator.js';
import { metadata } from '../../wire/requests/metadata.js';
import { send } from '../../wire/protocol/send.js';
import { SocketConnection } from './socket-connection.js';
import { testCluster } from '../clusters/test-cluster.js';
import { until } from '../clusters/until.js';

export class BrokerConnections {
  readonly any: SocketConnection;
  readonly #byId = new Map<number, SocketConnection>();

  static async open(): Promise<BrokerConnections> {
    const [host, port] = testCluster().bootstrapServers.split(',')[0]!.split(':');
    return new BrokerConnections(await SocketConnection.open(host!, Number(port)));
  }

  private constructor(any: SocketConnection) {
    this.any = any;
  }

  async broker(nodeId: number): Promise<SocketConnection> {
    const known = this.#byId.get(nodeId);
    if (known) return known;
    const { brokers } = await this.#metadata([]);
    const { host, port } = brokers.find((each) => each.nodeId === nodeId)!;
    const connection = await SocketConnection.open(host, port, nodeId);
    this.#byId.set(nodeId, connection);
    return connection;
  }

  async controller(): Promise<SocketConnection> {
    return this.broker((await this.#metadata([])).controllerId);
  }

  /** Leader of partition 0, as soon as there is one. */
  async leader(topic: string): Promise<SocketConnection> {
    return this.broker(
      await until(async () => {
        const { topics } = await this.#metadata([{ name: topic }]);
        const partition = topics[0]?.partitions[0];
        return partition?.errorCode === 0 ? partition.leaderId : undefined;
      }),
    );
  }

  /** A new cluster has no coordinators before it has made their topics. */
  async coordinator(key: string, keyType: number): Promise<SocketConnection> {
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
