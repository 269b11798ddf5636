/** Whether a cluster is to have a schema registry, and at which port. */
import { LabError } from '../../../text/errors.js';
import type { ClusterPlan } from '../state/cluster-plan.js';
import { isRegistry } from '../state/state.js';

export interface WantedRegistry {
  /** That of the file, also if it is in a profile. */
  readonly registry?: boolean | undefined;
  /** Given, one is wanted. */
  readonly registryPort?: number | undefined;
}

export const wantsRegistry = ({ registry, registryPort }: WantedRegistry): boolean =>
  registry === true || registryPort !== undefined;

/** Throws `usage` if one is wanted and `file` has none. */
export function requireRegistry(wanted: WantedRegistry, plan: ClusterPlan, file: string): void {
  if (!wantsRegistry(wanted) || plan.services.some(isRegistry)) return;
  throw new LabError(
    'usage',
    `${file} describes no schema registry that programs on this machine can reach.`,
    {
      hint: `Add one to its services: registry: {image: 'apicurio/apicurio-registry-mem:2.6.13.Final', ports: ['127.0.0.1:8081:8080']}. Or leave --registry out.`,
    },
  );
}
