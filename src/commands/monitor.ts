/** `kafka-lab monitor` */
import { basename, resolve } from 'node:path';
import { z } from 'zod';
import { defineCommand, type Context } from '../contract/command.js';
import type { View } from '../view/view.js';
import { formatDuration, parseDurationMs } from '../text/duration.js';
import { LabError } from '../text/errors.js';
import { sleep } from '../text/wait.js';
import { checkDuration } from '../text/global-options.js';
import { parseCheck, type Check } from '../monitor/check/check-grammar.js';
import { evaluateCheck, type CheckOutcome } from '../monitor/check/evaluate-check.js';
import { emptyHistory, remember } from '../monitor/picture/history.js';
import { fitHeap } from '../monitor/take/fit-heap.js';
import { fixedPace, modestPace } from '../monitor/take/pace.js';
import { liveRounds } from '../monitor/take/live.js';
import { openRecorder, readRecording } from '../monitor/take/recording.js';
import { isPublic, parseListenAddress, serveExposition } from '../monitor/check/serve-exposition.js';
import { showLive } from '../monitor/show/show-live.js';
import { showReplay } from '../monitor/show/show-replay.js';
import { countPartitions, type Snapshot } from '../monitor/take/snapshot.js';
import { createSnapshotTaker } from '../monitor/take/take-snapshot.js';
import { checksView, snapshotView } from './_monitor-views.js';

export interface CheckReport {
  readonly at: number;
  readonly ok: boolean;
  readonly checks: readonly CheckOutcome[];
}
export type MonitorResult = Snapshot | CheckReport;

const options = z.object({
  interval: z
    .string()
    .superRefine((text, context) => checkDuration(text, 100, context))
    .optional()
    .meta({
      description: 'time between two rounds: 500ms, 2s, 1m (default: 2s, longer where a round is much work)',
      placeholder: 'DURATION',
    }),
  once: z.boolean().default(false).meta({ description: 'print one round as -o says, without a screen' }),
  check: z.array(z.string()).default([]).meta({
    description: "exit with 0 if it holds, else with 1: 'lag(orders) < 1000'; repeatable",
    placeholder: 'CHECK',
  }),
  record: z.string().optional().meta({
    description: 'write every round to this file too, as JSON lines',
    placeholder: 'FILE',
    completes: 'file',
  }),
  replay: z
    .string()
    .optional()
    .meta({ description: 'show a recording', placeholder: 'FILE', completes: 'file' }),
  exporter: z.string().optional().meta({
    description: 'serve the numbers to Prometheus at this address: :9308 is this machine only',
    placeholder: '[HOST]:PORT',
    opensMachine: true,
  }),
});
type Options = z.output<typeof options>;

export const monitor = defineCommand({
  path: ['monitor'],
  summary: 'show the cluster live: brokers, throughput, lag and events',
  effect: 'reads',
  options,
  examples: [
    'monitor',
    'monitor --once -o json',
    "monitor --check 'lag(billing) < 1000' --check 'under_replicated = 0'",
    'monitor --record incident.jsonl      and later: kafka-lab monitor --replay incident.jsonl',
    'monitor --exporter :9308',
  ],
  explores: ({ interval, once, check, record, replay, exporter }) =>
    once || check.length > 0 || [record, replay, exporter].some((each) => each !== undefined)
      ? undefined
      : ['monitor', ...(interval === undefined ? [] : ['--interval', interval])],
  run(context, chosen): Promise<MonitorResult> | AsyncIterable<MonitorResult> {
    const checks = chosen.check.map(parseCheck);
    refuseTwoModes(chosen);
    if (checks.length > 0) return checked(context, checks, parseDurationMs(chosen.interval ?? '2s'));
    if (chosen.once) return once(context, chosen);
    return silently(() => live(context, chosen));
  },
  view: (result: MonitorResult): View => ('checks' in result ? checksView(result) : snapshotView(result)),
  items: (result) => ('checks' in result ? result.checks : [result]),
  failed: (result) => 'checks' in result && !result.ok,
});

function refuseTwoModes({ once, check, record, replay, exporter }: Options): void {
  const modes = Object.entries({
    '--once': once,
    '--check': check.length > 0,
    '--replay': replay !== undefined,
    '--exporter': exporter !== undefined,
  }).flatMap(([flag, isChosen]) => (isChosen ? flag : []));
  if (record !== undefined && modes.some((mode) => mode !== '--once')) modes.push('--record');
  if (modes.length > 1) throw new LabError('usage', `${modes.join(' and ')} do not go together.`);
}

async function taker(context: Context): Promise<() => Promise<Snapshot>> {
  const session = await context.kafka();
  const snapshots = createSnapshotTaker(session, { patienceMs: 3000, now: () => context.now() });
  return async () => {
    const snapshot = await snapshots.take();
    fitHeap(countPartitions(snapshot));
    return snapshot;
  };
}

async function once(context: Context, { record }: Options): Promise<Snapshot> {
  const take = await taker(context);
  const snapshot = await take();
  if (record !== undefined) {
    const recorder = await openRecorder(resolve(context.cwd, record));
    await recorder.add(snapshot);
    await recorder.close();
  }
  return snapshot;
}

/** Two rounds if a rate is asked for, else one. */
async function checked(context: Context, checks: readonly Check[], intervalMs: number): Promise<CheckReport> {
  const take = await taker(context);
  let history = remember(emptyHistory, await take());
  if (checks.some(({ measure }) => measure === 'rate')) {
    await sleep(intervalMs, context.signal);
    history = remember(history, await take());
  }
  const outcomes = checks.map((check) => evaluateCheck(check, history));
  return { at: history.latest?.at ?? 0, ok: outcomes.every(({ ok }) => ok), checks: outcomes };
}

async function live(context: Context, chosen: Options): Promise<void> {
  if (chosen.exporter !== undefined) return serve(context, chosen.exporter);
  if (chosen.replay !== undefined) {
    const snapshots = await readRecording(resolve(context.cwd, chosen.replay));
    const { openScreen } = context;
    if (!openScreen) throw noTerminal('See its rounds with: jq . FILE');
    return showReplay(await openScreen(), snapshots, context.signal);
  }
  const { openScreen } = context;
  if (!openScreen && chosen.record === undefined) {
    throw noTerminal(
      'For scripts there are: monitor --once -o json, monitor --check CHECK, monitor --exporter :9308, monitor --record FILE.',
    );
  }
  const take = await taker(context);
  const first = await take();
  const recorder =
    chosen.record === undefined ? undefined : await openRecorder(resolve(context.cwd, chosen.record));
  const { interval } = chosen;
  const pace = interval === undefined ? modestPace() : fixedPace(parseDurationMs(interval));
  const settings = {
    pace,
    signal: context.signal,
    recorder,
    recordingTo: chosen.record && basename(chosen.record),
  };
  try {
    if (openScreen) {
      await showLive(await openScreen(), first, take, settings);
      return;
    }
    context.say(
      `Recording to ${chosen.record ?? ''}, a round every ${formatDuration(pace.intervalMs)}${interval === undefined ? ' or more' : ''}, until ^C.`,
    );
    await recorder?.add(first);
    for await (const round of liveRounds(take, pace, context.signal)) {
      if ('failure' in round) context.say(`A round failed: ${round.failure.message}`, 'warn');
      else await recorder?.add(round.snapshot);
    }
  } finally {
    await recorder?.close();
  }
}

async function serve(context: Context, text: string): Promise<void> {
  const address = parseListenAddress(text);
  const take = await taker(context);
  const server = await serveExposition(address, take);
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  context.say(`Serving http://${host}:${server.port}/metrics until ^C.`);
  if (isPublic(address)) {
    context.say(
      'Anyone that can reach this machine can read it: names of topics and groups, offsets, addresses of brokers. For this machine alone: --exporter :9308',
      'warn',
    );
  }
  await new Promise<void>((stop) => {
    context.signal.addEventListener('abort', () => stop(), { once: true });
    if (context.signal.aborted) stop();
  });
  await server.close();
}

function noTerminal(hint: string): LabError {
  return new LabError('usage', 'monitor needs a terminal that it can draw on, and no --plain.', { hint });
}

/** What is shown as it happens has no result at the end. */
async function* silently(work: () => Promise<void>): AsyncGenerator<never> {
  await work();
  yield* [];
}
