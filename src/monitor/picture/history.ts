/** The last rounds in numbers: write rates and lags, as far back as a chart reaches. */
import { isLagPartial, type GroupPicture, type Snapshot, type TopicPicture } from '../take/snapshot.js';

export interface Sample {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Null if it was unknown in that round. */
  readonly value: number | null;
}

export interface History {
  /** The newest two rounds. */
  readonly latest: Snapshot | undefined;
  readonly previous: Snapshot | undefined;
  /** Records a second by topic, oldest first, one sample a round. */
  readonly rates: ReadonlyMap<string, readonly Sample[]>;
  /** All topics together. */
  readonly totalRates: readonly Sample[];
  /** Lag by group. */
  readonly lags: ReadonlyMap<string, readonly Sample[]>;
}

export const emptyHistory: History = {
  latest: undefined,
  previous: undefined,
  rates: new Map(),
  totalRates: [],
  lags: new Map(),
};

export const chartMs = 600_000;
/** Over a shorter time a trend is noise, over a longer time it is outdated. */
const trendMs = 30_000;

/** Topics and groups that are gone are dropped; the others keep ten minutes. */
export function remember(history: History, snapshot: Snapshot): History {
  const since = snapshot.at - chartMs;
  const before = new Map(history.latest?.topics.map((topic) => [topic.name, topic]));
  const elapsedMs = history.latest ? snapshot.at - history.latest.at : 0;
  const rates = snapshot.topics.map((topic) => {
    const value = rateBetween(before.get(topic.name), topic, elapsedMs);
    return [topic.name, extended(history.rates.get(topic.name), { at: snapshot.at, value }, since)] as const;
  });
  const known = rates.flatMap(([, samples]) => samples.at(-1)?.value ?? []);
  const total = known.length === 0 ? null : known.reduce((sum, rate) => sum + rate, 0);
  return {
    latest: snapshot,
    previous: history.latest,
    rates: new Map(rates),
    totalRates: extended(history.totalRates, { at: snapshot.at, value: total }, since),
    lags: new Map(
      snapshot.groups.map((group) => {
        const value = isLagPartial(group) ? null : group.lag;
        return [group.group, extended(history.lags.get(group.group), { at: snapshot.at, value }, since)];
      }),
    ),
  };
}

function extended(samples: readonly Sample[] = [], sample: Sample, since: number): readonly Sample[] {
  const first = samples.findIndex(({ at }) => at >= since);
  const kept = first < 0 ? [] : samples.slice(first);
  kept.push(sample);
  return kept;
}

/** Over the partitions whose end is known in both rounds, so that a missing leader does not look like a dip. */
function rateBetween(
  before: TopicPicture | undefined,
  after: TopicPicture,
  elapsedMs: number,
): number | null {
  if (before === undefined || elapsedMs <= 0) return null;
  const highs = new Map(before.partitions.map(({ partition, high }) => [partition, high]));
  const written = after.partitions.flatMap(({ partition, high }) => {
    const earlier = highs.get(partition) ?? null;
    // A topic that was deleted and created again starts over.
    return high === null || earlier === null ? [] : [Math.max(0, high - earlier)];
  });
  if (written.length === 0) return null;
  return (written.reduce((sum, count) => sum + count, 0) * 1000) / elapsedMs;
}

/** Records a second between the last two rounds. */
export function rateOf(history: History, topic: string): number | null {
  return history.rates.get(topic)?.at(-1)?.value ?? null;
}

/** By how many records a second the lag grows (or, below 0, shrinks); null before there are two rounds. */
export function lagTrendOf(history: History, group: string): number | null {
  return trendOf(history.lags.get(group) ?? []);
}

function trendOf(samples: readonly Sample[]): number | null {
  const last = samples.at(-1);
  if (!last || last.value === null) return null;
  const first = samples.find(({ at, value }) => value !== null && at >= last.at - trendMs);
  if (!first || first.value === null || first.at === last.at) return null;
  return ((last.value - first.value) * 1000) / (last.at - first.at);
}

/** At the present trend; null if the lag does not shrink, 0 if there is none. */
export function catchUpMs(history: History, group: GroupPicture): number | null {
  const lag = isLagPartial(group) ? null : group.lag;
  return timeToCatchUpMs(lag, lagTrendOf(history, group.group));
}

function timeToCatchUpMs(lag: number | null, trend: number | null): number | null {
  if (lag === 0) return 0;
  if (lag === null || trend === null || trend >= 0) return null;
  return (lag / -trend) * 1000;
}
