/** The topics and groups that a screen lists, filtered and in order. */
import { byNaturalOrder } from '../../view/natural-order.js';
import { catchUpMs, lagTrendOf, rateOf, type History } from '../picture/history.js';
import type { VisibleNames } from './keys.js';
import type { GroupSort, ScreenState, TopicSort } from './screen-state.js';
import {
  isLagAtLeast,
  isOffline,
  isPartlyKnown,
  isUnderReplicated,
  recordsOf,
  type GroupPicture,
  type TopicPicture,
} from '../take/snapshot.js';

export interface TopicRow {
  readonly name: string;
  readonly topic: TopicPicture;
  readonly rate: number | null;
  readonly rates: readonly (number | null)[];
  readonly records: number | null;
  /** `records` is incomplete: not all leaders answer. */
  readonly isPartial: boolean;
  readonly underReplicated: number;
  readonly offline: number;
}

export interface GroupRow {
  readonly name: string;
  readonly group: GroupPicture;
  readonly lag: number | null;
  /** `lag` is incomplete: not all leaders answer, or nothing is committed in some partitions. */
  readonly isPartial: boolean;
  readonly lags: readonly (number | null)[];
  readonly trend: number | null;
  readonly catchUpMs: number | null;
}

type Choice = Pick<ScreenState, 'filter' | 'topicSort' | 'groupSort'>;

/** Internal topics only if the filter matches their names. */
export function topicRows(history: History, { filter, topicSort }: Choice): readonly TopicRow[] {
  return (history.latest?.topics ?? [])
    .filter(({ name, isInternal }) => (filter === '' ? !isInternal : contains(name, filter)))
    .map((topic) => topicRow(history, topic))
    .sort((one, other) => topicOrders[topicSort](one, other) || byName(one, other));
}

export function topicRow(history: History, topic: TopicPicture): TopicRow {
  return {
    name: topic.name,
    topic,
    rate: rateOf(history, topic.name),
    // Of thousands, few are shown.
    get rates() {
      return (history.rates.get(topic.name) ?? []).map(({ value }) => value);
    },
    records: recordsOf(topic),
    isPartial: isPartlyKnown(topic),
    underReplicated: topic.partitions.filter(isUnderReplicated).length,
    offline: topic.partitions.filter(isOffline).length,
  };
}

export function groupRows(history: History, { filter, groupSort }: Choice): readonly GroupRow[] {
  return (history.latest?.groups ?? [])
    .filter(({ group }) => contains(group, filter))
    .map((group) => groupRow(history, group))
    .sort((one, other) => groupOrders[groupSort](one, other) || byName(one, other));
}

export function groupRow(history: History, group: GroupPicture): GroupRow {
  return {
    name: group.group,
    group,
    lag: group.lag,
    isPartial: isLagAtLeast(group, history.latest?.topics ?? []),
    get lags() {
      return (history.lags.get(group.group) ?? []).map(({ value }) => value);
    },
    trend: lagTrendOf(history, group.group),
    catchUpMs: catchUpMs(history, group),
  };
}

export function namesOf(history: History, choice: Choice): VisibleNames {
  return {
    topics: topicRows(history, choice).map(({ name }) => name),
    groups: groupRows(history, choice).map(({ name }) => name),
  };
}

type Order<Row> = (one: Row, other: Row) => number;

const topicOrders: Readonly<Record<TopicSort, Order<TopicRow>>> = {
  rate: descending(({ rate }) => rate),
  name: byName,
  records: descending(({ records }) => records),
  partitions: descending(({ topic }) => topic.partitions.length),
  health: descending(({ offline, underReplicated }) => offline * 1e6 + underReplicated),
};

const groupOrders: Readonly<Record<GroupSort, Order<GroupRow>>> = {
  lag: descending(({ lag }) => lag),
  trend: descending(({ trend }) => trend),
  name: byName,
  members: descending(({ group }) => group.members?.length ?? null),
};

/** Unknown values come last. */
function descending<Row>(valueOf: (row: Row) => number | null): Order<Row> {
  return (one, other) => {
    const [a, b] = [valueOf(one), valueOf(other)];
    if (a === b) return 0;
    if (a === null) return 1;
    return b === null ? -1 : b - a;
  };
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return byNaturalOrder(one.name, other.name);
}

function contains(name: string, part: string): boolean {
  return name.toLowerCase().includes(part.toLowerCase());
}
