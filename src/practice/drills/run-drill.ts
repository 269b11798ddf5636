/** One drill from start to end: topic, stream, faults, restore, reading the log back, the account, deleting the topic. */
import { childEnvironment } from '../cluster/state/child-environment.js';
import { randomBytes } from 'node:crypto';
import type { ClusterMode } from '../cluster/state/cluster-plan.js';
import { LabError } from '../../text/errors.js';
import { parseAddresses, type Address } from '../../net/addresses.js';
import { createTopic } from '../../kafka/topics/create-topic.js';
import { deleteTopics } from '../../kafka/topics/delete-topics.js';
import { openSession, type KafkaSession } from '../../kafka/session/session.js';
import type { FailedLines } from '../../wire/writer/ledger.js';
import { accountOf, type Account } from './stream/account.js';
import { Accidents, type Growth, type Place } from './accidents.js';
import { Brokers } from './stream/brokers.js';
import { growthOf } from './growth.js';
import { Ledger } from './stream/ledger.js';
import { readLog } from './stream/readers.js';
import type { Findings, Scenario } from './scenario.js';
import type { Stage } from './stream/stage.js';
import type { DrillSettings } from './stream/settings.js';
import { startStream } from './stream/stream.js';
import { throughputOf, type Throughput } from './stream/throughput.js';
import { TimelineWatch, type Timeline } from './timeline.js';

export interface DrillReport extends Findings {
  readonly scenario: string;
  readonly summary: string;
  readonly settings: DrillSettings;
  readonly mode: ClusterMode;
  readonly startedAt: string;
  readonly durationMs: number;
  readonly interrupted: boolean;
  readonly account: Account;
  /** Why records were refused, as the producer reports it. */
  readonly reasons: readonly string[];
  readonly timeline: Timeline;
  readonly throughput: Throughput;
}

export interface DrillPlace extends Place {
  readonly packageFolder: string;
  readonly mode: ClusterMode;
  /** Of each broker, by id. */
  readonly brokers: ReadonlyMap<number, string>;
  now(): Date;
}

const mostReasons = 5;

/** The refusals, the one of most records first. */
function commonestReasons(failures: readonly FailedLines[]): readonly string[] {
  const records = new Map<string, number>();
  for (const { reason, firstLine, lastLine } of failures) {
    records.set(reason, (records.get(reason) ?? 0) + lastLine - firstLine + 1);
  }
  const sorted = [...records].sort(([, one], [, other]) => other - one);
  return sorted.slice(0, mostReasons).map(([reason]) => reason);
}

type Ways = Readonly<Record<'writing' | 'reading' | 'watching' | 'asking', Brokers>>;

interface Drill {
  readonly topic: string;
  readonly scenario: Scenario;
  readonly settings: DrillSettings;
  readonly place: DrillPlace;
  readonly session: KafkaSession;
  readonly ways: Ways;
  readonly growth: Growth;
  openAnother(): KafkaSession;
  /** Cleanup after the topic is deleted. */
  readonly afterwards: (() => Promise<void>)[];
}

/** How long records flow undisturbed before and after the faults. */
const quietMs = 2000;
const sessionTimeoutMs = 20_000;
/** How long the consumer gets to read the rest at the end. */
const readerPatienceMs = 45_000;

export async function runDrill(
  scenario: Scenario,
  settings: DrillSettings,
  place: DrillPlace,
): Promise<DrillReport> {
  const startedAt = place.now().toISOString();
  const addresses = new Map<number, Address>(
    [...place.brokers].flatMap(([id, address]) => parseAddresses(address).map((each) => [id, each] as const)),
  );
  const openAnother = () =>
    openSession(
      { bootstrapServers: [...addresses.values()], origin: `practice cluster ${place.name}` },
      // ^C ends the drill, but not its cleanup.
      { timeoutMs: sessionTimeoutMs, signal: new AbortController().signal },
    );
  const session = openAnother();
  const topic = `drill-${scenario.name}-${randomBytes(4).toString('hex')}`;
  // A broker answers requests on one connection in order: a producer would wait behind a consumer's long poll.
  const ways: Ways = {
    writing: new Brokers(addresses),
    reading: new Brokers(addresses),
    watching: new Brokers(addresses),
    asking: new Brokers(addresses),
  };
  const drill: Drill = {
    ...{ topic, scenario, settings, place, session, ways, openAnother },
    growth: growthOf(topic, session, addresses),
    afterwards: [],
  };
  try {
    await makeTopic(session, topic, settings);
    return { ...(await onTopic(drill)), startedAt };
  } finally {
    await deleteTopics(session, [topic]).catch(() => undefined);
    for (const last of drill.afterwards) await last();
    for (const brokers of Object.values(ways)) brokers.close();
    await session.close();
  }
}

async function onTopic(drill: Drill): Promise<Omit<DrillReport, 'startedAt'>> {
  const { topic, scenario, settings, place, session, ways } = drill;
  const ledger = new Ledger();
  const timeline = new TimelineWatch(topic, ways, ledger);
  const { reader, interrupted, failures } = await playWatched(drill, ledger, timeline);
  const log = await readLog(topic, settings.partitions, { session, brokers: ways.reading });
  const findings = (await reader.findings?.(log, interrupted)) ?? {};
  return {
    scenario: scenario.name,
    summary: scenario.summary,
    settings,
    mode: place.mode,
    durationMs: ledger.nowMs,
    interrupted,
    account: accountOf(ledger, log, settings),
    ...findings,
    reasons: commonestReasons(failures),
    timeline: timeline.seen,
    throughput: throughputOf(ledger),
  };
}

async function playWatched(drill: Drill, ledger: Ledger, timeline: TimelineWatch) {
  try {
    return await play(drill, ledger, timeline);
  } finally {
    await timeline.stop();
  }
}

/** From the first record to the last, with all that happens between. */
async function play(drill: Drill, ledger: Ledger, timeline: TimelineWatch) {
  const { topic, scenario, settings, place, ways } = drill;
  const { reader, run } = await scenario.begin(stageOf(drill, ledger, timeline));
  const accidents = new Accidents(place, timeline, drill.growth);
  drill.afterwards.push(() => accidents.shrink());
  const stream = await startStream(topic, ways.writing, ledger, settings);
  let interrupted = false;
  let failures: readonly FailedLines[];
  try {
    await accidents.wait(quietMs);
    await run(accidents);
    await accidents.wait(Math.max(quietMs, settings.durationMs - ledger.nowMs));
  } catch (error) {
    if (!(error instanceof LabError) || error.code !== 'interrupted') throw error;
    interrupted = true;
  } finally {
    await accidents.restore();
    failures = await stream.stop();
    if (!interrupted) await accidents.untilWhole().catch(() => undefined);
    await reader.toTheEnd(interrupted ? 0 : readerPatienceMs);
    await reader.stop().catch(() => undefined);
  }
  return { reader, interrupted, failures };
}

/** What the readers of a scenario may use. */
function stageOf(
  { topic, settings, place, session, ways, openAnother, afterwards }: Drill,
  ledger: Ledger,
  timeline: TimelineWatch,
): Stage {
  return {
    ...{ topic, settings, ledger, session },
    brokers: ways.reading,
    bootstrapServers: [...place.brokers.values()].join(','),
    openSession() {
      const another = openAnother();
      afterwards.push(() => another.close());
      return another;
    },
    program: { packageFolder: place.packageFolder, env: childEnvironment(place.env) },
    signal: place.signal,
    action: (text) => timeline.action(text),
    afterwards: (last) => void afterwards.push(last),
  };
}

async function makeTopic(
  session: KafkaSession,
  topic: string,
  { partitions, replicationFactor, minInsync, uncleanElections }: DrillSettings,
): Promise<void> {
  const configs = new Map([
    ['min.insync.replicas', String(minInsync)],
    ['unclean.leader.election.enable', String(uncleanElections)],
  ]);
  const plan = { name: topic, partitions, replicationFactor, configs };
  await createTopic(session, plan, { ifNotExists: false, dryRun: false });
}
