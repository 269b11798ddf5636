/** What a lesson is made of, as data: say, run, notice, check. Every text in each language of its readers. */
import { z } from 'zod';
import type { ClusterMode } from '../cluster/state/cluster-plan.js';

const modeSchema = z.enum(['zookeeper', 'kraft'] satisfies readonly ClusterMode[]);

export const languages = ['en', 'vi'] as const;
export type Language = (typeof languages)[number];

/** A language that is missing is a type error here and a failed test. */
export const textSchema = z.strictObject({ en: z.string().min(1), vi: z.string().min(1) });
export type Text = z.output<typeof textSchema>;

/** Something that can be asked of the cluster, whatever was typed to get it there. */
export const conditionSchema = z.union([
  z.strictObject({ topic: z.string(), partitions: z.int().optional() }),
  /** Log end offset minus low, over all partitions. */
  z.strictObject({ recordsOf: z.string(), atLeast: z.int() }),
  /** No partition's log may begin lower than this. */
  z.strictObject({ startOf: z.string(), partition: z.int(), atLeast: z.int() }),
  /** Records that are still there when all are read. */
  z.strictObject({ readable: z.string(), atMost: z.int() }),
  z.strictObject({ keysStayInPartition: z.string() }),
  z.strictObject({ lagOf: z.string(), atLeast: z.int().optional(), atMost: z.int().optional() }),
  z.strictObject({ membersOf: z.string(), are: z.int() }),
  /** The smallest ISR of the topic's partitions. */
  z.strictObject({ isrOf: z.string(), is: z.int() }),
  /** All replicas in sync, and some of them, or none, on this broker. */
  z.strictObject({ replicasOf: z.string(), broker: z.int(), isOn: z.boolean() }),
  z.strictObject({ brokersUp: z.int() }),
  /** Who is controller, and that it is another than at the beginning of the step. */
  z.strictObject({ newController: z.literal(true) }),
  z.strictObject({ configOf: z.string(), name: z.string(), value: z.string() }),
]);
export type Condition = z.output<typeof conditionSchema>;

const besideSchema = z.strictObject({
  /** The number of the other terminal. */
  terminal: z.int().min(2),
  run: z.string(),
});

export const stepSchema = z.strictObject({
  /** Only on a cluster of this kind; on the other kind another step takes its place. */
  on: modeSchema.optional(),
  say: textSchema,
  /** Other terminals whose command is ended first, as ^C there would. */
  ends: z.array(z.int()).optional(),
  /** Commands that go on in other terminals. */
  beside: z.array(besideSchema).optional(),
  /**
   * Command lines without the program's name. `{sample FILE}` is a file that comes with kafka-lab, `{leader T/N}` the
   * broker that leads the partition now, `{follower T/N}` one that follows, `{controller}` the
   * active controller.
   */
  run: z.array(z.string()).optional(),
  /** The commands are meant to be refused. */
  fails: z.boolean().optional(),
  /** Only so many lines of what each prints. */
  lines: z.int().optional(),
  /** Drawn from the live state, after the commands. */
  picture: z.union([z.strictObject({ topic: z.string() }), z.strictObject({ group: z.string() })]).optional(),
  notice: textSchema.optional(),
  check: z.strictObject({ that: conditionSchema, otherwise: textSchema }).optional(),
});
export type Step = z.output<typeof stepSchema>;

export const lessonSchema = z.strictObject({
  number: z.int().min(1),
  /** What is typed. */
  name: z.string().regex(/^[a-z][a-z-]+$/),
  minutes: z.int().min(1).max(10),
  /** It is about this kind of cluster, and can be taken on no other. */
  needs: modeSchema.optional(),
  title: textSchema,
  steps: z.array(stepSchema).min(3),
  /** What it makes, and takes away again. */
  topics: z.array(z.string().startsWith('learn-')),
  groups: z.array(z.string().startsWith('learn-')),
  /** Brokers are stopped or killed in it: afterwards all are up again. */
  breaksBrokers: z.boolean().optional(),
  /** Configs of all brokers that it sets: afterwards each is as it was found. */
  clusterWide: z.array(z.string()).optional(),
});
export type Lesson = z.output<typeof lessonSchema>;

/** The steps of a lesson as they are on a cluster of this kind; as many as on the other. */
export function stepsOn(mode: ClusterMode, { steps }: Lesson): readonly Step[] {
  return steps.filter(({ on }) => on === undefined || on === mode);
}

/** `LC_ALL`, `LC_MESSAGES` and `LANG`, in the order of POSIX. */
export function languageFrom(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '';
  return locale.toLowerCase().startsWith('vi') ? 'vi' : 'en';
}
