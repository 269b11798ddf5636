/** What the images of a compose file's services are to kafka-lab. */
import type { ServiceKind } from '../state/cluster-plan.js';
import type { ComposeService } from './compose-file.js';
import { registryOf } from './registry-service.js';
import { imageOf } from './image-name.js';

/** `undefined` for an image that is neither ZooKeeper nor Kafka from Confluent or Apache, nor a schema registry with a port. */
export function kindOf(service: ComposeService): ServiceKind | undefined {
  const image = imageOf(service);
  const name = image.split('/').at(-1);
  if (name === 'cp-zookeeper') return 'zookeeper';
  if (name === 'cp-kafka' || image === 'apache/kafka') return 'broker';
  return registryOf(service) && 'registry';
}
