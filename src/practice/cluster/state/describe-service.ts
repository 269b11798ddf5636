/** What a service is called in messages, and the error for one that ended while it started. */
import { LabError } from '../../../text/errors.js';
import type { ServiceState } from './state.js';

export function describeService({ kind, id, name }: Pick<ServiceState, 'kind' | 'id' | 'name'>): string {
  if (kind === 'broker') return `broker ${id} (${name})`;
  return kind === 'zookeeper' ? 'ZooKeeper' : 'the schema registry';
}

/** How many of the last lines of a log are searched: without ZooKeeper a node says much while it stops. */
export const searchedLines = 400;

const shown = 8;
/** A broker that names a setting it misses does so after the names of three exceptions. */
const shownCharacters = 600;

const otherCluster = /InconsistentClusterId|Invalid cluster\.id/;
const anotherId =
  'It has the data of a cluster with another id: put that CLUSTER_ID back, or delete the data: kafka-lab cluster down --delete-data (with --name if it has one). ';

/** `lines` are the last ones of its log; from the first complaint among them on if there is one. */
export function endedWhileStarting(
  service: ServiceState,
  lines: readonly string[],
  logCommand: string,
): LabError {
  const complaint = lines.findIndex(
    (line) => /\b(ERROR|FATAL|Error:|Exception)\b/.test(line) && !/^\[[^\]]*\] (INFO|WARN) /.test(line),
  );
  const telling = complaint === -1 ? lines.slice(-shown) : lines.slice(complaint, complaint + shown);
  const quoted = telling.map((line) => `  ${line.slice(0, shownCharacters)}`).join('\n');
  const name = describeService(service);
  return new LabError(
    'failed',
    `${name.charAt(0).toUpperCase()}${name.slice(1)} ended while it was starting. ${quoted ? `Its log says:\n${quoted}` : 'Its log is empty.'}`,
    {
      hint: `${lines.some((line) => otherCluster.test(line)) ? anotherId : ''}The whole log: ${logCommand}. What had been started is stopped again.`,
    },
  );
}
