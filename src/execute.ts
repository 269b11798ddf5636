/** Raw options → checked options → run → rendered result; opens what a command asks for and closes it again. */
import { carriedByError, carriedIn, carrying, type Carry } from './contract/carried-options.js';
import { commands } from './commands/index.js';
import { checkOptions, parseGlobals } from './contract/check-options.js';
import { globalsAsTyped } from './contract/globals-as-typed.js';
import type { Host } from './contract/host.js';
import {
  effectOf,
  type CommandSpec,
  type Context,
  type Effect,
  type OutputKind,
  type RawOptions,
} from './contract/command.js';
import type { Screen } from './view/screen.js';
import { hasColor, takesEscapes } from './view/escapes.js';
import type { Tone } from './view/view.js';
import { chooseConnection } from './config/choose-connection.js';
import { loadConnections } from './config/load-connections.js';
import { withoutSecrets } from './output/hide-secrets.js';
import { LabError } from './text/errors.js';
import { fieldsOfCommand, type Field } from './contract/fields.js';
import type { GlobalOptions, OutputFormat } from './text/global-options.js';
import { createGuard } from './guard.js';
import type { KafkaSession } from './kafka/session/session.js';
import { createSessionOpener, type SessionOpener } from './kafka/session/open.js';
import { parseSortKey, type Arrangement } from './output/arrange.js';
import { createRegistryOpener } from './registry/registry-opener.js';
import { render } from './output/render.js';
import { createSink } from './output/sink.js';
import { createProgress } from './output/spinner.js';
import { createStyle } from './output/style.js';
import { sentenceFor } from './output/wrap.js';
import { once, untilItWorks } from './text/once.js';
import { printable } from './text/printable.js';
import { silentProgress } from './view/progress.js';
import { columnsOf } from './view/terminal-size.js';

const graceMs = 800;
/** Nothing of what names the cluster of a command line holds for another one. */
const elsewhere = { bootstrapServer: undefined, connection: undefined, cluster: undefined };

/** Resolves when all is done and printed; throws LabError for whatever should end with another exit code than 0. */
export async function execute(
  spec: CommandSpec,
  raw: RawOptions,
  rawGlobals: RawOptions,
  host: Host,
): Promise<void> {
  const carry = carrying({ ...rawGlobals, ...clusterNamedBy(spec, raw) }, commands);
  try {
    await carryOut({ ...spec, view: (...shown) => carriedIn(spec.view(...shown), carry) }, raw, rawGlobals, {
      ...host,
      carry,
    });
  } catch (error) {
    throw carriedByError(error, carry);
  }
}

async function carryOut(
  spec: CommandSpec,
  raw: RawOptions,
  rawGlobals: RawOptions,
  host: Host & { readonly carry: Carry },
): Promise<void> {
  const { carry } = host;
  const fields = fieldsOfCommand(spec);
  const options: Record<string, unknown> = checkOptions(
    spec.options,
    fields,
    withCluster(fields, raw, () => parseGlobals(rawGlobals, host.env).cluster),
  );
  const named = spec.connectionOf?.(options);
  const globals = parseGlobals(
    named === undefined ? rawGlobals : { ...rawGlobals, connection: named },
    host.env,
  );
  const effect = effectOf(spec, options);
  const arrangement = arrangementFor(spec, effect, globals);
  const watching = globals.watch === undefined ? undefined : await import('./watch/watch-command.js');
  watching?.refuseUnwatchable(spec, effect, globals);
  const color = hasColor(host.env, globals.color);
  const stderrStyle = createStyle(color && host.stderr.isTTY === true);
  const say = (line: string, tone?: Tone) => {
    if (globals.quiet) return;
    const text = sentenceFor(host.stderr, carry(line));
    host.stderr.write(`${tone === undefined ? text : stderrStyle.tone(text, tone)}\n`);
  };
  const places = { ...host, note: (text: string) => say(text, 'warn') };
  const connection = once(async () => {
    const chosen = await chooseConnection(globals, places);
    // A connection has a colour so that the cluster in use is visible.
    if (chosen?.settings.colour && host.stderr.isTTY && !globals.quiet) {
      host.stderr.write(`${stderrStyle.mark(`● ${printable(chosen.name)}`, chosen.settings.colour)}\n`);
    }
    return chosen;
  });
  const isChange = effect !== 'reads' && spec.changes !== 'machine';
  const changedConnection = spec.changesAt?.(options);
  const isChangeHere = isChange && changedConnection === undefined;
  const guard = createGuard({ spec, globals, isChange: isChangeHere, chosen: connection }, places);
  await guard.check();
  const confirm = async (question: string, word: string) => {
    if (!globals.yes) await typed(question, word, host);
  };
  if (effect === 'destroys') {
    const { question, word } = confirmationOf(spec, options) ?? {};
    if (question !== undefined && word !== undefined) await confirm(question, word);
  }

  const { questions } = host;
  const askTrust = questions && ((question: string) => questions.yesNo(question, false));
  const progress = globals.quiet
    ? undefined
    : createProgress(host.stderr, color, globals.plain || !takesEscapes(host.env));
  const sink = createSink(host.stdout);
  // What is read is read for whoever reads the output; a change is made to its end.
  const isForReader = effect === 'reads' || spec.output === 'bytes';
  const signal = isForReader ? AbortSignal.any([host.signal, sink.left]) : host.signal;
  const stopWatchingReader = isForReader ? host.watchReader?.() : undefined;
  const asking = { ...host, signal, askSecret: host.questions?.secret, askTrust, warn: places.note };
  const opener = (host.createOpener ?? createSessionOpener)(globals, asking, connection);
  const registryOpener = createRegistryOpener(
    globals,
    { ...asking, beforeChange: (url) => guard.checkRegistry(url) },
    connection,
  );
  const others: SessionOpener[] = [];
  const close = async () => {
    await Promise.all([opener, registryOpener, ...others].map((each) => each.close()));
  };
  const openedOf = new Map<string, () => Promise<KafkaSession>>();
  const kafkaOf: Context['kafkaOf'] = (place) => {
    const key = JSON.stringify(place);
    const opened = openedOf.get(key) ?? untilItWorks(() => openOther(place));
    openedOf.set(key, opened);
    return opened();
  };
  const openOther: Context['kafkaOf'] = async (place) => {
    const own = { ...globals, ...elsewhere, ...place };
    const chosen = once(() => chooseConnection(own, places));
    const other = createSessionOpener(own, asking, chosen);
    others.push(other);
    const otherGuard = createGuard({ spec, globals: own, isChange, chosen }, places);
    await otherGuard.check();
    const session = await other.open();
    await otherGuard.checkSession(session);
    return session;
  };
  const screens = new Set<Screen>();
  const context: Context = {
    globals,
    env: host.env,
    cwd: host.cwd,
    folders: host.folders,
    stdin: host.stdin,
    isTerminal: host.stdout.isTTY === true,
    signal,
    progress: progress ? { ...progress, note: (text) => progress.note(carry(text)) } : silentProgress,
    sink,
    ...(isScreen(host) && !globals.plain
      ? {
          async openScreen() {
            const { openTerminalScreen } = await import('./output/screen/terminal-screen.js');
            const screen = openTerminalScreen(host.stdin, host.stdout, createStyle(color), host);
            screens.add(screen);
            return screen;
          },
        }
      : {}),
    now: () => host.now(),
    kafka: untilItWorks(async () => {
      const session = await opener.open();
      await guard.checkSession(session);
      return session;
    }),
    kafkaToChange: untilItWorks(async () => {
      if (changedConnection !== undefined) return kafkaOf({ connection: changedConnection });
      const session = await opener.another();
      await guard.checkSession(session);
      return session;
    }),
    kafkaOf,
    registry: () => registryOpener.open(),
    namesRegistry: () => registryOpener.isNamed(),
    guardCluster: (clusterId) => guard.checkCluster(clusterId),
    target: () => opener.target(),
    connection,
    formats: once(async () => (await connection())?.formats ?? (await loadConnections(places)).formats),
    carry,
    isForProgram: host.receive !== undefined,
    questions: host.questions,
    confirm,
    say,
    invoke: (argv, options) => host.invoke([...globalsAsTyped(rawGlobals), ...argv], options ?? {}),
  };
  const stopWaiting = closeAfterInterrupt(close, signal);
  const shown = { ...spec, view: (result: unknown) => spec.view(result, options) };
  const { receive } = host;
  const print = receive
    ? (result: unknown) => receive({ result, view: () => shown.view(result) })
    : printer(shown, globals, arrangement, color, host, sink);
  try {
    if (watching) {
      await watching.watchCommand(spec, options, context, arrangement);
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
    if (spec.undecided?.(result)) throw new LabError('undecided', '');
    if (spec.failed?.(result)) throw new LabError('partial', '');
  } catch (error) {
    if (isEndedByReader(error, signal, host.signal)) return;
    throw withoutSecrets(
      error,
      [opener, registryOpener, ...others].flatMap((each) => each.secrets()),
    );
  } finally {
    for (const screen of screens) screen.close();
    stopWaiting();
    stopWatchingReader?.();
    await progress?.close();
    await close();
  }
}

/** What a command names itself: a practice cluster by `--name`, a connection as its argument. */
function clusterNamedBy(spec: CommandSpec, raw: RawOptions): RawOptions {
  const named = (completes: string) => {
    const field = fieldsOfCommand(spec).find((each) => each.completes === completes);
    return field === undefined ? undefined : raw[field.name];
  };
  const cluster = named('cluster');
  const connection = spec.connectionOf?.(raw);
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...(connection === undefined ? {} : { connection }),
  };
}

/** A command about practice clusters has a name of its own; what is not typed there is what `--cluster` says. */
function withCluster(
  fields: readonly Field[],
  raw: RawOptions,
  cluster: () => string | undefined,
): RawOptions {
  const field = fields.find(({ completes }) => completes === 'cluster');
  if (!field || raw[field.name] !== undefined) return raw;
  return { ...raw, [field.name]: cluster() };
}

function isScreen({ stdout, env }: Host): boolean {
  return stdout.isTTY === true && takesEscapes(env);
}

/** A reader that has seen enough is no failure: `| head -1`. What ended otherwise is told. */
function isEndedByReader(error: unknown, signal: AbortSignal, interruption: AbortSignal): boolean {
  if (!signal.aborted || interruption.aborted) return false;
  return !(error instanceof LabError) || error.code === 'interrupted';
}

/** After ^C a command has a moment to end by itself; then what it waits for is closed. */
function closeAfterInterrupt(close: () => Promise<void>, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(() => void close(), graceMs);
  };
  signal.addEventListener('abort', start, { once: true });
  return () => {
    signal.removeEventListener('abort', start);
    clearTimeout(timer);
  };
}

function confirmationOf(spec: CommandSpec, options: Record<string, unknown>) {
  return spec.confirmation
    ? spec.confirmation(options)
    : { question: `${spec.path.join(' ')} cannot be undone.`, word: 'yes' };
}

async function typed(question: string, word: string, host: Host): Promise<void> {
  if (!host.ask) {
    throw new LabError('usage', `${question} There is no terminal to confirm on.`, {
      hint: 'If you are sure, pass --yes.',
    });
  }
  if (!(await host.ask(question, word))) {
    throw new LabError('interrupted', 'Nothing was changed.');
  }
}

/** Which columns there are is known only with the result, when it would be too late to refuse a change. */
function arrangementFor(
  spec: CommandSpec,
  effect: Effect,
  { columns = [], sort = [] }: GlobalOptions,
): Arrangement {
  const isAsked = columns.length > 0 || sort.length > 0;
  if (isAsked && (effect !== 'reads' || (spec.output ?? 'result') !== 'result')) {
    throw new LabError('usage', `--columns and --sort are for lists; ${spec.path.join(' ')} is not one.`);
  }
  return { columns: columns.flatMap((names) => names.split(',')), sort: sort.map(parseSortKey) };
}

function printer(
  spec: CommandSpec,
  globals: GlobalOptions,
  arrangement: Arrangement,
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
    isTerminal: stream.isTTY === true,
    columns: columnsOf(stream, 120),
    memory: {},
    arrangement,
  };
  return async (result: unknown): Promise<void> => {
    const items = spec.items?.(result) ?? (Array.isArray(result) ? result : [result]);
    const rendered = await render(result, items, () => spec.view(result), settings);
    if (!(toStderr && globals.quiet)) {
      if (toStderr) host.stderr.write(rendered.text);
      else await sink.write(rendered.text);
    }
    for (const line of [...(globals.quiet ? [] : rendered.notes), ...rendered.failures])
      // One sentence each: a line end in a group's name must not begin another.
      host.stderr.write(`${sentenceFor(host.stderr, printable(line))}\n`);
  };
}

function goesToStderr(output: OutputKind, isStructured: boolean): boolean {
  return output === 'bytes' || (output === 'report' && !isStructured);
}

function formatFor(asked: OutputFormat | undefined, toStderr: boolean, isTerminal: boolean): OutputFormat {
  // A report beside the data is text, whatever the data's own format is.
  if (toStderr) return 'table';
  return asked ?? (isTerminal ? 'table' : 'plain');
}

function isStream(outcome: unknown): outcome is AsyncIterable<unknown> {
  return typeof outcome === 'object' && outcome !== null && Symbol.asyncIterator in outcome;
}
