/** What a lesson is made of, as data: say, run, notice, check. Every text in each language of its readers. */
import { z } from 'zod';
import type { ClusterMode } from '../cluster/state/cluster-plan.js';
import type { Environment } from '../../view/world.js';

const modeSchema = z.enum(['zookeeper', 'kraft'] satisfies readonly ClusterMode[]);

export const languages = ['en', 'vi'] as const;
export type Language = (typeof languages)[number];

/** A language that is missing is a type error here and a failed test. */
const textSchema = z.strictObject({ en: z.string().min(1), vi: z.string().min(1) });
export type Text = z.output<typeof textSchema>;

/** A condition on the state of the cluster, however it came about. */
const conditionSchema = z.union([
  z.strictObject({ topic: z.string(), partitions: z.int().optional() }),
  /** Log end offset minus low, over all partitions. */
  z.strictObject({ recordsOf: z.string(), atLeast: z.int() }),
  /** No partition's log may begin lower than this. */
  z.strictObject({ startOf: z.string(), partition: z.int(), atLeast: z.int() }),
  /** Number of records in a full read. */
  z.strictObject({ readable: z.string(), atMost: z.int() }),
  z.strictObject({ keysStayInPartition: z.string() }),
  z.strictObject({ lagOf: z.string(), atLeast: z.int().optional(), atMost: z.int().optional() }),
  z.strictObject({ membersOf: z.string(), are: z.int() }),
  /** The smallest ISR of the topic's partitions. */
  z.strictObject({ isrOf: z.string(), is: z.int() }),
  /** All replicas in sync, and some (or none) of them on this broker. */
  z.strictObject({ replicasOf: z.string(), broker: z.int(), isOn: z.boolean() }),
  z.strictObject({ brokersUp: z.int() }),
  /** Another broker is the controller than at the start of the step. */
  z.strictObject({ newController: z.literal(true) }),
  z.strictObject({ configOf: z.string(), name: z.string(), value: z.string() }),
  /** Schemas of a subject in the registry. */
  z.strictObject({ subject: z.string(), versions: z.int() }),
]);
export type Condition = z.output<typeof conditionSchema>;

const besideSchema = z.strictObject({
  /** Number of the other terminal. */
  terminal: z.int().min(2),
  run: z.string(),
});

const stepSchema = z.strictObject({
  /** Only on a cluster of this kind; the other kind has another step instead, or ends before. */
  on: modeSchema.optional(),
  say: textSchema,
  /** Other terminals whose command is ended first, as ^C there would. */
  ends: z.array(z.int()).optional(),
  /** Commands that keep running in other terminals. */
  beside: z.array(besideSchema).optional(),
  /**
   * Command lines without the program's name. `{sample FILE}` is a file that comes with kafka-lab, `{leader T/N}` the
   * broker that leads the partition now, `{follower T/N}` one that follows, `{controller}` the
   * active controller.
   */
  run: z.array(z.string()).optional(),
  /** The commands are expected to fail. */
  fails: z.boolean().optional(),
  /** How many lines of each command's output are shown; the text has to say so. */
  lines: z.int().optional(),
  /** Drawn from the live state, after the commands. */
  picture: z.union([z.strictObject({ topic: z.string() }), z.strictObject({ group: z.string() })]).optional(),
  notice: textSchema.optional(),
  check: z.strictObject({ that: conditionSchema, otherwise: textSchema }).optional(),
});
export type Step = z.output<typeof stepSchema>;

export const lessonSchema = z.strictObject({
  number: z.int().min(1),
  /** What you type. */
  name: z.string().regex(/^[a-z][a-z-]+$/),
  minutes: z.int().min(1).max(10),
  /** It is about this kind of cluster and needs one. */
  needs: modeSchema.optional(),
  title: textSchema,
  steps: z.array(stepSchema).min(3),
  /** What it creates and deletes again. */
  topics: z.array(z.string().regex(/^(dlq\.)?learn-/)),
  groups: z.array(z.string().startsWith('learn-')),
  /** Names of the configs that it sets on a group; they would outlive the group. */
  groupConfigs: z.record(z.string().startsWith('learn-'), z.array(z.string())).optional(),
  /** The same in the schema registry, which the cluster is given for the lesson if it has none. */
  subjects: z.array(z.string().startsWith('learn-')).optional(),
  /** It stops or kills brokers: afterwards all are started again. */
  breaksBrokers: z.boolean().optional(),
  /** Cluster-wide configs that it sets: afterwards each has its former value. */
  clusterWide: z.array(z.string()).optional(),
});
export type Lesson = z.output<typeof lessonSchema>;

/** The steps of a lesson on a cluster of this kind. */
export function stepsOn(mode: ClusterMode, { steps }: Lesson): readonly Step[] {
  return steps.filter(({ on }) => on === undefined || on === mode);
}

/** How many steps it has, on the kind of cluster on which it has most. */
export function mostSteps(lesson: Lesson): number {
  return Math.max(...modeSchema.options.map((mode) => stepsOn(mode, lesson).length));
}

/** `LC_ALL`, `LC_MESSAGES` and `LANG`, in the order of POSIX. */
export function languageFrom(env: Environment): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return locale.toLowerCase().startsWith('vi') ? 'vi' : 'en';
}
