/** The runner of a cluster's engine. */
import { dockerRunner } from './docker.js';
import { javaRunner } from './processes.js';
import type { ClusterRecord } from './record.js';
import type { Runner, Surroundings } from './runner.js';

export function runnerFor(record: ClusterRecord, surroundings: Surroundings): Runner {
  return record.state.engine === 'docker'
    ? dockerRunner(record, surroundings)
    : javaRunner(record, surroundings);
}
