/** The owner of configs: a topic, a group, one broker, or the defaults of all brokers; and which broker to ask. */
import type { WireConnection } from '../../wire/protocol/connection.js';
import { configResourceType } from '../../wire/requests/describe-configs.js';
import type { KafkaSession } from './session.js';

export type ConfigResource =
  | { readonly kind: 'topic'; readonly name: string }
  /** Whatever its type but classic (KIP-848, KIP-932, KIP-1071). */
  | { readonly kind: 'group'; readonly name: string }
  | { readonly kind: 'broker'; readonly id: number }
  /** The dynamic defaults for every broker without a value of its own. */
  | { readonly kind: 'all-brokers' };

export function wireResource(resource: ConfigResource): { resourceType: number; resourceName: string } {
  switch (resource.kind) {
    case 'topic':
      return { resourceType: configResourceType.topic, resourceName: resource.name };
    case 'group':
      return { resourceType: configResourceType.group, resourceName: resource.name };
    case 'broker':
      return { resourceType: configResourceType.broker, resourceName: String(resource.id) };
    case 'all-brokers':
      return { resourceType: configResourceType.broker, resourceName: '' };
  }
}

/** A broker answers only for itself. */
export function connectionFor(session: KafkaSession, resource: ConfigResource): Promise<WireConnection> {
  return resource.kind === 'broker' ? session.broker(resource.id) : session.anyBroker();
}

/** "Topic orders", "Broker 1", "The defaults of all brokers": the beginning of a sentence. */
export function nameOf(resource: ConfigResource): string {
  switch (resource.kind) {
    case 'topic':
      return `Topic ${resource.name}`;
    case 'group':
      return `Group ${resource.name}`;
    case 'broker':
      return `Broker ${resource.id}`;
    case 'all-brokers':
      return 'The cluster-wide default';
  }
}
