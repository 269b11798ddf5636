/** The runner of a cluster's engine. */
import { dockerRunner } from './docker/docker.js';
import { javaRunner } from './java/processes.js';
import type { ClusterRecord } from './state/record.js';
import type { Runner, Surroundings } from './engine/runner.js';

export function runnerFor(record: ClusterRecord, surroundings: Surroundings): Runner {
  return record.state.engine === 'docker'
    ? dockerRunner(record, surroundings)
    : javaRunner(record, surroundings);
}
