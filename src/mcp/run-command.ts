/** One command run for a program: what it came to, what it said, and how it ended. */
import { Readable, Writable } from 'node:stream';
import type { CommandSpec, RawOptions } from '../contract/command.js';
import type { Host, Outcome } from '../contract/host.js';
import { asLabError } from '../kafka/connection/errors.js';
import { LabError } from '../text/errors.js';
import { formatDuration } from '../text/duration.js';
import type { createSessionOpener } from '../kafka/session/open.js';
import type { World } from '../view/world.js';

export interface CommandRun {
  /** One, or those of a stream. */
  readonly outcomes: readonly Outcome[];
  /** What it wrote to stdout itself. */
  readonly written: string;
  /** What it said beside its result, line by line; the first of it if it is much. */
  readonly said: readonly string[];
  readonly stopped: 'most entries' | 'most bytes' | 'time limit' | undefined;
  /** Its exit code, if the result is there all the same: some of several items failed, or what was asked is not known. */
  readonly verdict: 'partial' | 'undecided' | undefined;
  /** Why it ended, after it had shown something: the steps up to the one that failed. */
  readonly failure: LabError | undefined;
}

export interface RunSettings {
  readonly execute: (spec: CommandSpec, raw: RawOptions, globals: RawOptions, host: Host) => Promise<void>;
  readonly world: World;
  readonly createOpener: typeof createSessionOpener;
  readonly signal: AbortSignal;
  readonly timeLimitMs: number;
  readonly maxRows: number;
  /** Of what the command writes to stdout itself. */
  readonly mostWrittenBytes: number;
  readonly input: string | undefined;
  /** Is told each line that it says. */
  readonly onSaid: (line: string) => void;
}

const mostLines = 30;

/** Throws LabError for whatever has no result. */
export async function runCommand(
  spec: CommandSpec,
  raw: RawOptions,
  globals: RawOptions,
  settings: RunSettings,
): Promise<CommandRun> {
  const { world, maxRows, mostWrittenBytes, timeLimitMs } = settings;
  const limit = AbortSignal.timeout(timeLimitMs);
  const outcomes: Outcome[] = [];
  const said: string[] = [];
  let stopped: CommandRun['stopped'];
  let verdict: CommandRun['verdict'];
  let failure: LabError | undefined;
  const stdout = boundedText(mostWrittenBytes, () => (stopped ??= 'most bytes'));
  const host: Host = {
    ...aloneIn(world),
    stdin: settings.input === undefined ? nothingGiven() : Readable.from([Buffer.from(settings.input)]),
    stdout: stdout.stream,
    stderr: linesTo((line) => {
      if (said.length < mostLines) said.push(line);
      settings.onSaid(line);
    }),
    signal: AbortSignal.any([settings.signal, limit]),
    ask: undefined,
    questions: undefined,
    createOpener: settings.createOpener,
    receive(outcome) {
      if (outcomes.push(outcome) >= maxRows) {
        stopped ??= 'most entries';
        // As if the reader of a pipe had seen enough: a stream ends.
        stdout.stream.destroy();
      }
      return Promise.resolve();
    },
    invoke: () =>
      Promise.reject(
        new LabError('usage', `${spec.path.join(' ')} runs other commands; run them one by one.`),
      ),
  };
  try {
    await settings.execute(spec, raw, globals, host);
  } catch (error) {
    if (limit.aborted && outcomes.length === 0 && stdout.text() === '') throw overdue(spec, timeLimitMs);
    const lab = asLabError(error);
    if (lab.code === 'partial' || lab.code === 'undecided') verdict = lab.code;
    if (outcomes.length === 0 && !(limit.aborted && stdout.text() !== '')) throw lab;
    if (verdict === undefined && lab.code !== 'interrupted' && !limit.aborted) failure = lab;
  }
  if (limit.aborted) stopped = 'time limit';
  return { outcomes, written: stdout.text(), said, stopped, verdict, failure };
}

/** An empty input would be an answer, too: a file that says nothing, a topic that gets no records. */
function nothingGiven(): Readable {
  return new Readable({
    read() {
      this.destroy(
        new LabError('usage', 'There is nothing to read: "input" was not given.', {
          hint: 'Give the text as "input"; an empty one is "".',
        }),
      );
    },
  });
}

/** Without what belongs to a terminal, to a pipe's reader, or to the environment of an interactive shell. */
function aloneIn(
  world: World,
): Pick<World, 'version' | 'env' | 'cwd' | 'folders' | 'now' | 'memory' | 'settled'> {
  const { version, cwd, folders, now, memory, settled } = world;
  return { version, env: { ...world.env, KAFKA_LAB_WATCH: undefined }, cwd, folders, now, memory, settled };
}

function overdue(spec: CommandSpec, timeLimitMs: number): LabError {
  return new LabError(
    'timeout',
    `${spec.path.join(' ')} was ended after ${formatDuration(timeLimitMs)}, the time limit of one call.`,
    { hint: 'Ask for less at once; or start the server with more: kafka-lab mcp --time-limit 2m' },
  );
}

/** Text up to so many bytes, in whole lines; then it ends as a pipe does whose reader has gone. */
function boundedText(maxBytes: number, full: () => void) {
  const chunks: Buffer[] = [];
  let size = 0;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      if (size > maxBytes) {
        // The reader of records looks ahead: all but the last line is there.
        chunks.push(Buffer.from(chunk.subarray(0, Math.max(0, chunk.length - (size - maxBytes)))));
        full();
        stream.destroy();
      } else chunks.push(Buffer.from(chunk));
      done();
    },
  });
  return {
    stream: Object.assign(stream, { isTTY: false }),
    text() {
      const text = Buffer.concat(chunks).toString('utf8');
      return size > maxBytes ? text.slice(0, text.lastIndexOf('\n') + 1) : text;
    },
  };
}

function linesTo(take: (line: string) => void): Writable {
  let rest = '';
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString('utf8')).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') take(line);
      done();
    },
  });
}
