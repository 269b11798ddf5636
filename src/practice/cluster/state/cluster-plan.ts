/** What a compose file says about a cluster, in a form for both engines. */

export type ServiceKind = 'zookeeper' | 'broker';

/** What keeps the cluster's metadata: ZooKeeper, or a quorum of controllers among its own nodes. */
export type ClusterMode = 'zookeeper' | 'kraft';

/** What a node needs to know to be part of a cluster without ZooKeeper. */
export interface KraftNode {
  /** Its storage is formatted for the cluster with this id before its first start. */
  readonly clusterId: string;
  /** Whether it has a vote in the quorum or is only a broker. */
  readonly isController: boolean;
}

export interface ServicePlan {
  /** The name in the compose file: `kafka1`. */
  readonly name: string;
  readonly kind: ServiceKind;
  /** The broker's id; 0 for ZooKeeper. */
  readonly id: number;
  /** Only of brokers without ZooKeeper. */
  readonly kraft?: KraftNode;
  /** `server.properties` (or `zookeeper.properties`) as the image would write it: container paths and host names. */
  readonly properties: Readonly<Record<string, string>>;
  /** Heap, performance and `-D` options, in the order the image gives them. */
  readonly jvmOptions: readonly string[];
  /** Where programs on this machine reach the service: `localhost:9092`. */
  readonly address: string;
  readonly port: number;
  /** Every port at which programs on this machine reach it, `port` among them: one a listener. */
  readonly hostPorts: readonly number[];
  /** The names of these listeners; none of ZooKeeper. */
  readonly hostListeners: readonly string[];
  /** Other names under which the services know this one: host name, container name. */
  readonly aliases: readonly string[];
  /** Folders of this machine that the container sees under another path. */
  readonly mounts: readonly { readonly host: string; readonly container: string }[];
}

export interface ClusterPlan {
  readonly mode: ClusterMode;
  /** ZooKeeper first, then the brokers by id. */
  readonly services: readonly ServicePlan[];
  /** Other services of the file (a user interface, a schema registry …), which only Docker can run. */
  readonly others: readonly { readonly name: string; readonly image: string }[];
}
