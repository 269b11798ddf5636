/** Raw options → checked options → run → rendered result; opens what a command asks for and closes it again. */
import type { z } from 'zod';
import type { RawOptions } from './cli.js';
import type { CommandSpec, Context, InvokeOptions, OutputKind, Screen } from './command.js';
import type { Folders } from './config/folders.js';
import { parseDurationMs } from './duration.js';
import { LabError } from './errors.js';
import { complaint, fieldsOf, fieldsOfCommand, typed, type Field } from './fields.js';
import { globalOptions, type GlobalOptions, type OutputFormat } from './global-options.js';
import { createSessionOpener, type SessionOpener } from './kafka/open.js';
import { render } from './output/render.js';
import { createSink } from './output/sink.js';
import { createProgress, type TerminalStream } from './output/spinner.js';
import { createStyle } from './output/style.js';
import { openTerminalScreen, type ScreenInput, type ScreenOutput } from './output/terminal-screen.js';
import { terminalColumns, wrapText } from './output/wrap.js';
import { silentProgress } from './progress.js';
import { toJsonLine } from './output/structured.js';
import { watch } from './watch/watch.js';

const graceMs = 800;

/** The outside world, as main.ts finds it and as tests make it up. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly folders: Folders;
  readonly stdin: ScreenInput;
  readonly stdout: ScreenOutput;
  readonly stderr: TerminalStream;
  readonly signal: AbortSignal;
  now(): Date;
  /** Asks a person to type `word`; absent where nobody can answer. */
  readonly ask: ((question: string, word: string) => Promise<boolean>) | undefined;
  invoke(argv: readonly string[], options: InvokeOptions): Promise<number>;
  /** Has `act` done should the process end in the midst of all; the function given back calls that off. */
  readonly atExit?: (act: () => void) => () => void;
}

/** Resolves when all is done and printed; throws LabError for whatever should end with another exit code than 0. */
export async function execute(
  spec: CommandSpec,
  raw: RawOptions,
  rawGlobals: RawOptions,
  host: Host,
): Promise<void> {
  const globals = parseGlobals(rawGlobals, host.env);
  const options: Record<string, unknown> = check(spec.options, fieldsOfCommand(spec), raw);
  if (globals.watch !== undefined) refuseUnwatchable(spec, globals);
  if (spec.effect === 'destroys' && !globals.yes) await confirm(spec, options, host);

  const color = globals.color && !host.env['NO_COLOR'];
  const progress = globals.quiet ? undefined : createProgress(host.stderr, color);
  const opener = createSessionOpener(globals, host);
  const stderrStyle = createStyle(color && host.stderr.isTTY === true);
  const sink = createSink(host.stdout);
  const screens = new Set<Screen>();
  const context: Context = {
    globals,
    env: host.env,
    cwd: host.cwd,
    folders: host.folders,
    stdin: host.stdin,
    isTerminal: host.stdout.isTTY === true,
    signal: host.signal,
    progress: progress ?? silentProgress,
    sink,
    ...(isScreen(host)
      ? {
          openScreen() {
            const screen = openTerminalScreen(host.stdin, host.stdout, createStyle(color), host.atExit);
            screens.add(screen);
            return screen;
          },
        }
      : {}),
    now: () => host.now(),
    kafka: () => opener.open(),
    say(line, tone) {
      if (globals.quiet) return;
      const text = wrapText(line, terminalColumns(host.stderr));
      host.stderr.write(`${tone === undefined ? text : stderrStyle.tone(text, tone)}\n`);
    },
    invoke: (argv, options) => host.invoke([...globalsAsTyped(rawGlobals), ...argv], options ?? {}),
  };
  const stopWaiting = closeAfterInterrupt(opener, host.signal);
  const print = printer(spec, globals, color, host, sink);
  try {
    if (globals.watch !== undefined) {
      await runWatched(spec, options, globals, context);
      return;
    }
    const outcome = spec.run(context, options);
    if (isStream(outcome)) {
      for await (const result of outcome) {
        await print(result);
        if (!sink.open) break;
      }
      return;
    }
    const result = await outcome;
    await progress?.close();
    await print(result);
    if (spec.interrupted?.(result)) throw new LabError('interrupted', '');
    if (spec.failed?.(result)) throw new LabError('partial', '');
  } finally {
    for (const screen of screens) screen.close();
    stopWaiting();
    await progress?.close();
    await opener.close();
  }
}

function refuseUnwatchable(spec: CommandSpec, { output }: GlobalOptions): void {
  const name = spec.path.join(' ');
  if (spec.effect !== 'reads' || (spec.output ?? 'result') !== 'result') {
    throw new LabError('usage', `--watch repeats what only looks, and ${name} does more.`, {
      hint: 'It goes with lists and descriptions: kafka-lab topics list --watch',
    });
  }
  if (output === 'yaml' || output === 'plain') {
    throw new LabError('usage', `--watch is a table on a terminal or JSON lines, not ${output}.`);
  }
}

/** One session for all rounds; progress and remarks would write over the screen. */
async function runWatched(
  spec: CommandSpec,
  options: Record<string, unknown>,
  globals: GlobalOptions,
  context: Context,
): Promise<void> {
  const quiet: Context = { ...context, progress: silentProgress, say: () => undefined };
  const isJson = globals.output === 'json' || globals.output === 'jsonl';
  await watch({
    name: spec.path.join(' '),
    intervalMs: parseDurationMs(globals.watch ?? ''),
    signal: context.signal,
    screen: isJson ? undefined : context.openScreen,
    async round() {
      const outcome = spec.run(quiet, options);
      if (isStream(outcome)) {
        throw new LabError('usage', `${spec.path.join(' ')} shows what happens by itself, without --watch.`);
      }
      return spec.view(await outcome);
    },
    async print(change) {
      await context.sink.write(toJsonLine(change));
      return context.sink.open;
    },
    warn: (line) => context.say(line, 'warn'),
    now: () => context.now(),
  });
}

function isScreen({ stdout, env }: Host): boolean {
  return stdout.isTTY === true && env['TERM'] !== 'dumb';
}

/** After ^C a command has a moment to end by itself; then whatever it waits for is cut off under it. */
function closeAfterInterrupt(opener: SessionOpener, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(() => void opener.close(), graceMs);
  };
  signal.addEventListener('abort', start, { once: true });
  return () => {
    signal.removeEventListener('abort', start);
    clearTimeout(timer);
  };
}

function parseGlobals(raw: RawOptions, env: Host['env']): GlobalOptions {
  const fields = fieldsOf(globalOptions);
  const fromEnv: Record<string, unknown> = {};
  for (const field of fields) {
    const value = env[variableOf(field)];
    if (value !== undefined && value !== '' && field.type === 'string') fromEnv[field.name] = value;
  }
  return check(globalOptions, fields, { ...fromEnv, ...raw }, (field) =>
    raw[field.name] === undefined ? variableOf(field) : `--${field.flag}`,
  );
}

function variableOf({ flag }: Field): string {
  return `KAFKA_LAB_${flag.replaceAll('-', '_').toUpperCase()}`;
}

/** The schema's word on raw options; every complaint at once, in the words of the command line. */
function check<S extends z.ZodObject>(
  schema: S,
  fields: readonly Field[],
  raw: RawOptions,
  typedAs = (field: Field) => (field.position === undefined ? `--${field.flag}` : field.flag),
): z.output<S> {
  const parsed = schema.safeParse(typed(fields, raw), { reportInput: true });
  if (parsed.success) return parsed.data;
  const complaints = parsed.error.issues.map((issue) => {
    const field = fields.find(({ name }) => name === issue.path[0]);
    return field ? `${typedAs(field)}: ${complaint(issue, field)}` : issue.message;
  });
  throw new LabError('usage', complaints.join('\n'));
}

/** The way back from options to words, for a command that runs others. */
function globalsAsTyped(raw: RawOptions): string[] {
  return fieldsOf(globalOptions).flatMap((field) => {
    const value = raw[field.name];
    if (value === undefined || value === field.default) return [];
    if (field.type === 'boolean') return [value === true ? `--${field.flag}` : `--no-${field.flag}`];
    return typeof value === 'string' ? [`--${field.flag}`, value] : [];
  });
}

async function confirm(spec: CommandSpec, options: Record<string, unknown>, host: Host): Promise<void> {
  const confirmation = spec.confirmation
    ? spec.confirmation(options)
    : { question: `${spec.path.join(' ')} cannot be undone.`, word: 'yes' };
  if (!confirmation) return;
  if (!host.ask) {
    throw new LabError('usage', `${confirmation.question} Nobody can be asked here.`, {
      hint: 'If you are sure, say so with --yes.',
    });
  }
  if (!(await host.ask(confirmation.question, confirmation.word))) {
    throw new LabError('interrupted', 'Nothing was changed.');
  }
}

function printer(
  spec: CommandSpec,
  globals: GlobalOptions,
  color: boolean,
  host: Host,
  sink: Context['sink'],
) {
  const isStructured = globals.output !== undefined && ['json', 'jsonl', 'yaml'].includes(globals.output);
  const toStderr = goesToStderr(spec.output ?? 'result', isStructured);
  const stream = toStderr ? host.stderr : host.stdout;
  const settings = {
    format: formatFor(globals.output, toStderr, stream.isTTY === true),
    style: createStyle(color && stream.isTTY === true),
    columns: stream.columns ?? 120,
    memory: {},
  };
  return async (result: unknown): Promise<void> => {
    const items = spec.items?.(result) ?? (Array.isArray(result) ? result : [result]);
    const rendered = await render(result, items, () => spec.view(result), settings);
    if (!(toStderr && globals.quiet)) {
      if (toStderr) host.stderr.write(rendered.text);
      else await sink.write(rendered.text);
    }
    if (!globals.quiet)
      for (const note of rendered.notes)
        host.stderr.write(`${wrapText(note, terminalColumns(host.stderr))}\n`);
  };
}

function goesToStderr(output: OutputKind, isStructured: boolean): boolean {
  return output === 'bytes' || (output === 'report' && !isStructured);
}

function formatFor(asked: OutputFormat | undefined, toStderr: boolean, isTerminal: boolean): OutputFormat {
  // A report beside the data is for a person, whatever the data's own format is.
  if (toStderr) return 'table';
  return asked ?? (isTerminal ? 'table' : 'plain');
}

function isStream(outcome: unknown): outcome is AsyncIterable<unknown> {
  return typeof outcome === 'object' && outcome !== null && Symbol.asyncIterator in outcome;
}
