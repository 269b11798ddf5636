/** `cluster logs`: what the services have written, and go on to write. */
import { openCluster } from './open-cluster.js';
import { pickService } from './pick-service.js';
import type { LogLine, Surroundings } from './engine/runner.js';

export interface ClusterLogsOptions extends Surroundings {
  readonly name: string;
  /** All of them when undefined. */
  readonly service?: string | undefined;
  /** How many of the lines that are there already. */
  readonly lines: number;
  readonly follow: boolean;
}

/** Ends by itself, or with `signal` when it follows. Throws `not-found`. */
export function clusterLogs(options: ClusterLogsOptions): AsyncIterable<LogLine> {
  const { record, runner } = openCluster(options.name, options);
  const services =
    options.service === undefined ? record.state.services : [pickService(record.state, options.service)];
  return runner.logs(services, options);
}
