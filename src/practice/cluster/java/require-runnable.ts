/** Java engine: services of a compose file that it has no program for. */
import { LabError } from '../../../text/errors.js';
import type { ClusterPlan } from '../state/cluster-plan.js';

/** Throws `environment` for the first of them. */
export function requireRunnable({ services, others }: ClusterPlan): void {
  const other = others[0];
  if (other) {
    throw new LabError(
      'environment',
      `The java engine cannot run the service ${other.name} (image ${other.image}); it runs cp-zookeeper, cp-kafka, apache/kafka and apicurio-registry-mem only.`,
      { hint: 'Take it out of the compose file, or use Docker: kafka-lab cluster up --engine docker' },
    );
  }
  const registry = services.find((service) => service.registry?.runsAsProcess === false);
  if (registry) {
    throw new LabError(
      'environment',
      `The java engine cannot run the schema registry ${registry.name} (image ${registry.registry?.image ?? ''}); it has Apicurio's, which keeps schemas in memory.`,
      {
        hint: `Give ${registry.name} that one: {image: 'apicurio/apicurio-registry-mem:2.6.13.Final', ports: ['127.0.0.1:${registry.port}:8080']}; take it out; or use Docker: kafka-lab cluster up --engine docker`,
      },
    );
  }
}
