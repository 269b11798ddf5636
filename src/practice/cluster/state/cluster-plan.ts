/** What a compose file says about a cluster, in a form for both engines. */

export type ServiceKind = 'zookeeper' | 'broker' | 'registry';

/** What keeps the cluster's metadata: ZooKeeper, or a quorum of controllers among its own nodes. */
export type ClusterMode = 'zookeeper' | 'kraft';

/** What is known of a schema registry. */
export interface RegistryNode {
  /** As the file names it. */
  readonly image: string;
  /** Its schemas are gone once it stops. */
  readonly inMemory: boolean;
  /** Whether it is the one that the java engine has as a program too. */
  readonly runsAsProcess: boolean;
}

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
  /** The broker's id; 0 for other services. */
  readonly id: number;
  /** Only of brokers without ZooKeeper. */
  readonly kraft?: KraftNode;
  /** Only of schema registries. */
  readonly registry?: RegistryNode;
  /** `server.properties` (or `zookeeper.properties`) as the image would write it: container paths and host names. Of a registry: its environment. */
  readonly properties: Readonly<Record<string, string>>;
  /** Heap, performance and `-D` options, in the order the image gives them. */
  readonly jvmOptions: readonly string[];
  /** Where programs on this machine reach the service: `localhost:9092`; of a registry the URL of its API, `http://localhost:8081`. */
  readonly address: string;
  readonly port: number;
  /** Every port at which programs on this machine reach it, `port` among them: one a listener. */
  readonly hostPorts: readonly number[];
  /** The names of these listeners; only of brokers. */
  readonly hostListeners: readonly string[];
  /** Other names under which the services know this one: host name, container name. */
  readonly aliases: readonly string[];
  /** Folders of this machine that the container sees under another path. */
  readonly mounts: readonly { readonly host: string; readonly container: string }[];
}

export interface ClusterPlan {
  readonly mode: ClusterMode;
  /** ZooKeeper first, then the brokers by id, then schema registries. */
  readonly services: readonly ServicePlan[];
  /** Other services of the file (a user interface, Connect …), which only Docker can run. */
  readonly others: readonly { readonly name: string; readonly image: string }[];
}
