/** `cluster logs`: the services' logs so far, and new lines. */
import { openCluster } from './open-cluster.js';
import { pickService } from './pick-service.js';
import type { LogLine, Surroundings } from './engine/runner.js';

export interface ClusterLogsOptions extends Surroundings {
  readonly name: string;
  /** All of them when undefined. */
  readonly service?: string | undefined;
  /** The number of existing lines to show. */
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
