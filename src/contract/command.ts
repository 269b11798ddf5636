/** The contract every command keeps: options in, plain result out, one view of it. */
import type { z } from 'zod';
import type { ChosenConnection, TargetGlobals } from '../config/choose-connection.js';
import type { TopicFormats } from '../schemas/topic-formats.js';
import type { World } from '../view/world.js';
import type { GlobalOptions } from '../text/global-options.js';
import type { Questions } from '../view/questions.js';
import type { KafkaSession } from '../kafka/session/session.js';
import type { Target } from '../kafka/session/target.js';
import type { Registry } from '../registry/registry.js';
import type { Progress } from '../view/progress.js';
import type { Screen } from '../view/screen.js';
import type { Sink } from '../view/sink.js';
import type { Cell, Tone, View } from '../view/view.js';

export type Schema = z.ZodObject;

/** `reads` changes nothing, `writes` adds or alters, `destroys` removes, so it asks first (unless `--yes`). */
export type Effect = 'reads' | 'writes' | 'destroys';

/**
 * Where a result goes. `result`: to stdout in the format of `-o`. `report`: its text to stderr, its
 * structured formats (`-o json|jsonl|yaml`) to stdout. `bytes`: `run` writes stdout itself through
 * `context.sink`, and the view is a report for stderr: the fenced exception for bulk data.
 */
export type OutputKind = 'result' | 'report' | 'bytes';

export interface CommandSpec<S extends Schema = Schema, Result = unknown> {
  /** What is typed: `['topics', 'create']`. */
  readonly path: readonly [string, ...string[]];
  /** One sentence fragment: the help line and the menu line. */
  readonly summary: string;
  readonly effect: Effect;
  /** What was there stays as it is, whatever the options: nothing is replaced, moved or removed. */
  readonly onlyAdds?: true;
  /** The effect of these options, if it differs from the others': a plan that `--execute` carries out, a read that commits. */
  effectOf?(options: z.output<S>): Effect;
  /**
   * What the effect is on. `cluster` (the default): whatever the connection leads to, which `readonly` and
   * `protected` guard. `zookeeper`: the cluster too, through its ZooKeeper. `registry`: the schema registry of the connection. `machine`: this machine's practice clusters and files, which they have no say in.
   */
  readonly changes?: 'cluster' | 'zookeeper' | 'registry' | 'machine';
  readonly output?: OutputKind;
  /** Names, defaults and choices; `.meta({ description, short })` for help. */
  readonly options: S;
  /** Options that are typed without a flag, in order; the last may be a list. */
  readonly positionals?: readonly (keyof z.output<S> & string)[];
  /** Command lines worth showing under the help, without the program's name. */
  readonly examples?: readonly string[];
  /** The connection that an argument names, as `-c` would. */
  connectionOf?(options: z.output<S>): string | undefined;
  /** The named connection whose cluster is changed, if it is another than the one that is read: only that one's guards are asked. */
  changesAt?(options: z.output<S>): string | undefined;
  /** What must be typed to allow a `destroys`, usually the name of the thing; a word by default. */
  confirmation?(options: z.output<S>): { question: string; word: string } | undefined;
  run(context: Context, options: z.output<S>): Promise<Result> | AsyncIterable<Result>;
  /** Pure, never colours. `options`: what was asked for, absent where a result is shown without its command line. */
  view(result: Result, options?: z.output<S>): View;
  /** Columns that the explorer adds to the view's first section. */
  details?(options: z.output<S>): RowDetails;
  /** What `-o jsonl` prints a line each, if the result is not itself a list. */
  items?(result: Result): readonly unknown[];
  /** True when some of several items failed: the exit code is then 1. */
  failed?(result: Result): boolean;
  /** True when what the exit code says is not known: it is then 2. */
  undecided?(result: Result): boolean;
  /** On a terminal the explorer opens at the view of these words instead, if there are any. */
  explores?(options: z.output<S>): readonly string[] | undefined;
  /** On a terminal the menu opens when it is done. */
  readonly opensMenu?: boolean;
  /** Other programs run the commands, over stdin and stdout, until they close stdin: within these bounds. */
  serves?(options: z.output<S>): ToolBounds;
  /** Who alone has a use for it: people at a terminal, or shells. Absent: other programs, too. */
  readonly isFor?: 'people' | 'shells';
  /** True when ^C cut short what had an end: the exit code is then 130, after the report. */
  interrupted?(result: Result): boolean;
}

/** What other programs may do, and how much they get at once. */
export interface ToolBounds {
  readonly allowWrites: boolean;
  /** Of each list in a result. */
  readonly maxRows: number;
  /** Of one result, as JSON. */
  readonly maxBytes: number;
  /** For one call. */
  readonly timeLimitMs: number;
}

/** Columns that only a live screen has, asked for besides and only for rows in sight: a list must not wait for them. */
export interface RowDetails {
  /** Their headings; in a narrow window the last gives way first, and all of them before the view's own. */
  readonly columns: readonly string[];
  /** The column that they stand before. */
  readonly before: string;
  /** By heading the flag with which the command itself lists the column, if there is one. */
  readonly flags: Readonly<Record<string, string>>;
  /** What it returns is called again and again, and remembers what it needs for rates. */
  open(): Promise<ReadDetails>;
}

/**
 * `names`: the first cells of the rows. By name a cell for each of the columns; null, or no cells at all, for what is unknown.
 * Takes a bounded time, and as many requests for many names as for few. Throws LabError.
 */
export type ReadDetails = (
  context: Context,
  names: readonly string[],
) => Promise<ReadonlyMap<string, readonly Cell[]>>;

export interface InvokeOptions {
  readonly lines?: number;
  /** Ends it in the place of ^C. */
  readonly signal?: AbortSignal;
  /** ^C ends it, and not the command that runs it. */
  readonly endsAlone?: boolean;
  /** Precedes each line that it prints. */
  readonly mark?: string;
  /** It prints nothing. */
  readonly silent?: boolean;
}

/** Everything a command may touch. Nothing here is global, so a test builds one from plain values. */
export interface Context extends Pick<World, 'env' | 'cwd' | 'folders' | 'stdin' | 'signal' | 'now'> {
  readonly globals: GlobalOptions;
  /** Is stdout a terminal? */
  readonly isTerminal: boolean;
  readonly progress: Progress;
  readonly sink: Sink;
  /** Takes the terminal over; absent if there is none. */
  readonly openScreen?: () => Promise<Screen>;
  /** It is run again and again, as a view is: a session with ZooKeeper may stay open until `signal` is aborted. */
  readonly isRepeated?: boolean;
  /** The cluster named by `-b`, a connection or the practice cluster; opened at the first call, closed by `execute`. */
  kafka(): Promise<KafkaSession>;
  /**
   * Another cluster, named by a connection, an address or a practice cluster: opened at the first call, guarded as the first
   * one is and closed by `execute`. Throws LabError.
   */
  kafkaOf(place: TargetGlobals): Promise<KafkaSession>;
  /**
   * Where changes are made while `kafka()` reads: on the cluster of `changesAt`, or on the same one over connections of its own,
   * since a broker answers those of a connection one after the other. Opened and closed as `kafka()` is.
   */
  kafkaToChange(): Promise<KafkaSession>;
  /**
   * The schema registry of `--registry` or of the connection; undefined if none is named. Opened at the first call, closed
   * by `execute`; asked before each of its changes whether the connection allows it. Throws LabError.
   */
  registry(): Promise<Registry | undefined>;
  /** Whether there is one, without fetching its secrets. */
  namesRegistry(): Promise<boolean>;
  /** Before a change that does not go through `kafka()`: throws LabError if the cluster with this id is guarded. */
  guardCluster(clusterId: string | null): Promise<void>;
  /** Where that cluster is and how to log in to it, for commands that look at connections themselves. */
  target(): Promise<Target>;
  /** What the configuration says of keys and values, by topic: what comes first counts. */
  formats(): Promise<readonly TopicFormats[]>;
  /** The named connection that is used, if one is. */
  connection(): Promise<ChosenConnection | undefined>;
  /** For lines in a result, which are data: puts the options in that name the cluster of this command line. */
  carry(line: string): string;
  /** Another program runs the command: what it says is not the user's word. */
  readonly isForProgram: boolean;
  /** Absent if there is no terminal to ask on. */
  readonly questions: Questions | undefined;
  /**
   * As before a `destroys`, for what only `run` can know. Resolves if `word` is typed or `--yes` was given; throws
   * LabError 'usage' without a terminal, 'interrupted' for another answer.
   */
  confirm(question: string, word: string): Promise<void>;
  /** A line for the user, on stderr; nothing with `--quiet`. */
  say(line: string, tone?: Tone): void;
  /**
   * Runs another command line in the same way, with this one's global options, and prints what it
   * prints, or only its first `lines` on stdout. Resolves with its exit code.
   */
  invoke(argv: readonly string[], options?: InvokeOptions): Promise<number>;
}

/** One line of the list of commands: where it is typed, and how its file is loaded. */
export interface CommandEntry {
  /** The words typed; also the path of the file. */
  readonly path: string;
  /** The first if absent. */
  readonly asks?: Asks;
  load(): Promise<CommandSpec>;
}

/** Which of the options that name a cluster mean something to a command: all of them, `--cluster` only, or none. */
export type Asks = 'any cluster' | 'practice cluster' | 'none';

/** The command of this path, or those of the group; all of them for no words. */
export function entriesBelow(
  entries: readonly CommandEntry[],
  path: readonly string[],
): readonly CommandEntry[] {
  const start = path.map((word) => `${word} `).join('');
  return entries.filter((entry) => `${entry.path} `.startsWith(start));
}

/** Options as they were typed, by the names of the schema; not checked. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** What this command would do with these options. */
export function effectOf(spec: CommandSpec, options: z.output<Schema>): Effect {
  return spec.effectOf?.(options) ?? spec.effect;
}

/** Keeps the types of one command together; it adds nothing at run time. */
export function defineCommand<S extends Schema, Result>(
  spec: CommandSpec<S, Result>,
): CommandSpec<S, Result> {
  return spec;
}
