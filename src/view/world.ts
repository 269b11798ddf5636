/** The world around the program, as main.ts finds it and as tests make it up; code that needs a part of it says which. */
import type { Readable, Writable } from 'node:stream';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Where kafka-lab keeps things between commands. */
export interface Folders {
  /** Connections and preferences. */
  readonly config: string;
  /** The state and data of practice clusters, one folder a cluster. */
  readonly data: string;
  /** Whatever can be fetched again: the jars of the java engine. */
  readonly cache: string;
  /** The package itself: docker-compose.yml, samples. */
  readonly package: string;
}

export type TerminalInput = Readable & {
  readonly isTTY?: boolean;
  readonly setRawMode?: (isRaw: boolean) => unknown;
};

export type TerminalOutput = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
};

export interface World {
  readonly version: string;
  readonly env: Environment;
  readonly cwd: string;
  readonly folders: Folders;
  readonly stdin: TerminalInput;
  readonly stdout: TerminalOutput;
  readonly stderr: TerminalOutput;
  /** Aborted by ^C or SIGTERM. */
  readonly signal: AbortSignal;
  now(): Date;
  /** Secrets that were typed since the program began, by what was asked for, so that a tour asks once; never kept longer. */
  readonly memory: Map<string, string>;
  /** Warnings that were given, and questions that were answered with no, since the program began: never twice. */
  readonly settled: Set<string>;
  /** Hands ^C to the listener until the function given back is called; absent if no terminal sends it. */
  readonly takeInterrupts?: (listener: () => void) => () => void;
  /** From now on stdout, if it is a pipe, closes as soon as its reader goes, written to or not; the returned function ends that. */
  readonly watchReader?: () => () => void;
  /** Runs `act` if the process ends unexpectedly; the returned function cancels that. */
  readonly atExit?: (act: () => void) => () => void;
  /** Absent where processes are not stopped and continued by a shell. */
  readonly jobControl?: JobControl;
}

/** A shell stops a process and lets it go on (^Z, SIGTSTP, fg): what is drawn on has to be given back in between. */
export interface JobControl {
  /** The returned function cancels that. */
  readonly atStop: (use: TerminalUse) => () => void;
  /** As ^Z does where it is no key. */
  stop(): void;
}

export interface TerminalUse {
  /** Before the process stops: the terminal as it was found. */
  leave(): void;
  /** When it goes on, also if it could not be given back before (SIGSTOP). */
  enter(): void;
}
