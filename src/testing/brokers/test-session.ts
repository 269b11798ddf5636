/** A session with scripted brokers instead of a cluster; metadata comes from the first of them, over the real bytes. */
import { fetchMetadata, type ClusterMetadata } from '../../kafka/session/metadata.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import { LabError } from '../../text/errors.js';
import { answersMetadata } from './cluster-state.js';
import { ScriptedBroker } from './scripted-broker.js';

interface TestSessionSettings {
  readonly metadata?: Partial<ClusterMetadata>;
  /** One by default, which knows metadata alone. */
  readonly brokers?: readonly [ScriptedBroker, ...ScriptedBroker[]];
  readonly timeoutMs?: number;
}

export function testSession({
  metadata = {},
  brokers = [new ScriptedBroker()],
  timeoutMs = 1000,
}: TestSessionSettings = {}): KafkaSession {
  for (const broker of brokers) answersMetadata(broker, () => metadata);
  const broker = (nodeId: number) => {
    const found = brokers.find((each) => each.nodeId === nodeId);
    if (found) return Promise.resolve(found);
    return Promise.reject(new LabError('unreachable', `this test has no broker ${nodeId}`));
  };
  return {
    target: { bootstrapServers: [], origin: 'a test' },
    settings: { timeoutMs, signal: new AbortController().signal },
    anyBroker: () => Promise.resolve(brokers[0]),
    broker,
    controller: broker,
    metadata: (topics) => fetchMetadata(brokers[0], topics),
    unanswered: () => [],
    askAhead: () => Promise.resolve(undefined),
    close: () => Promise.resolve(),
  };
}
