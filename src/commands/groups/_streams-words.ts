/** A Kafka Streams application in words: its topology, and the tasks of its members by Kafka's names of them (`0_2`). */
import type { GroupDescription } from '../../kafka/groups/describe-groups.js';
import type {
  StreamsMember,
  Subtopology,
  SubtopologyTasks,
  Tasks,
  Topology,
} from '../../kafka/groups/kinds/streams-tasks.js';
import { printable } from '../../text/printable.js';

export function topologyInWords({ epoch, subtopologies }: Topology): readonly string[] {
  return [
    `Topology, epoch ${epoch}${subtopologies === null ? ': not ready' : ''}`,
    ...(subtopologies ?? []).map((each) => `  ${printable(each.id)}: ${printable(subtopologyInWords(each))}`),
  ];
}

function subtopologyInWords(each: Subtopology): string {
  return [
    ['reads', [...each.sources, ...each.repartitionSources.map((name) => `${name} (repartition)`)]] as const,
    ['repartitions to', each.repartitionSinks] as const,
    ['changelogs', each.changelogs] as const,
  ]
    .filter(([, topics]) => topics.length > 0)
    .map(([what, topics]) => `${what} ${topics.join(', ')}`)
    .join('; ');
}

export function topologyNotes({ group, topology }: GroupDescription): readonly string[] {
  return topology?.subtopologies === null
    ? [
        `${group}: its topology is not ready: source topics are missing, or differ in their number of partitions.`,
      ]
    : [];
}

/** Where it runs, beyond its host. */
export function instanceInWords({
  processId,
  endpoint,
  clientTags,
  isClassic,
  topologyEpoch,
}: StreamsMember): readonly string[] {
  const tags = Object.entries(clientTags).map(([key, value]) => `${key}=${value}`);
  return [
    `process ${processId}`,
    `topology epoch ${topologyEpoch}`,
    ...(endpoint === null ? [] : [`endpoint ${endpoint.host}:${endpoint.port}`]),
    ...(tags.length === 0 ? [] : [`tags ${tags.join(' ')}`]),
    ...(isClassic ? ['classic protocol'] : []),
  ];
}

export function tasksInWords({ tasks, target }: StreamsMember): string {
  const has = kindsInWords(tasks);
  const due = kindsInWords(target);
  return due === has ? has : `${has}, target ${due}`;
}

function kindsInWords({ active, standby, warmup }: Tasks): string {
  const kinds = [
    ['active', active],
    ['standby', standby],
    ['warm-up', warmup],
  ] as const;
  const named = kinds
    .filter(([, tasks]) => tasks.length > 0)
    .map(([kind, tasks]) => `${kind} ${tasks.flatMap(taskIds).join(' ')}`);
  return named.length === 0 ? 'no task' : named.join('; ');
}

function taskIds({ subtopology, partitions }: SubtopologyTasks): readonly string[] {
  return partitions.map((partition) => `${subtopology}_${partition}`);
}
