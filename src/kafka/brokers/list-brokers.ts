/** The brokers of a cluster and the load of each. */
import { activeController } from './quorum.js';
import type { KafkaSession } from '../session/session.js';

export interface BrokerSummary {
  readonly id: number;
  readonly host: string;
  readonly port: number;
  readonly rack: string | null;
  /** The active controller: under KRaft the leader of the quorum, whatever metadata says. */
  readonly isController: boolean;
  /** False for a broker that holds replicas but is not up; its address is then unknown (''). */
  readonly isUp: boolean;
  readonly leaders: number;
  readonly replicas: number;
  /** Replicas it holds that are in sync. */
  readonly inSync: number;
}

export interface BrokerList {
  readonly clusterId: string | null;
  readonly controllerId: number | null;
  readonly brokers: readonly BrokerSummary[];
}

export async function listBrokers(session: KafkaSession): Promise<BrokerList> {
  const metadata = await session.metadata(null);
  const { clusterId, brokers, topics } = metadata;
  const controllerId = await activeController(session, metadata);
  const partitions = topics.flatMap((topic) => topic.partitions);
  const known = new Map(brokers.map((broker) => [broker.id, broker]));
  const ids = new Set([...known.keys(), ...partitions.flatMap(({ replicas }) => replicas)]);
  return {
    clusterId,
    controllerId,
    brokers: [...ids]
      .sort((one, other) => one - other)
      .map((id) => ({
        id,
        host: known.get(id)?.host ?? '',
        port: known.get(id)?.port ?? 0,
        rack: known.get(id)?.rack ?? null,
        isController: id === controllerId,
        isUp: known.has(id),
        leaders: partitions.filter(({ leader }) => leader === id).length,
        replicas: partitions.filter(({ replicas }) => replicas.includes(id)).length,
        inSync: partitions.filter(({ isr }) => isr.includes(id)).length,
      })),
  };
}
