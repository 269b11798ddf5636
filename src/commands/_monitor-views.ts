/** What `monitor --once` and `monitor --check` print as tables. */
import type { Cell, View } from '../view/view.js';
import { formatAddress } from '../net/addresses.js';
import type { CheckOutcome } from '../monitor/check/evaluate-check.js';
import { bytesText } from '../monitor/show/number-texts.js';
import {
  isLagAtLeast,
  isOffline,
  isPartlyKnown,
  isUnderReplicated,
  recordsOf,
  type Snapshot,
  type TopicPicture,
} from '../monitor/take/snapshot.js';

export function snapshotView(snapshot: Snapshot): View {
  const { clusterId, brokers, topics, groups } = snapshot;
  const silent = brokers.flatMap(({ id, problem }) => (problem === null ? [] : `Broker ${id}: ${problem}`));
  return {
    title: `Cluster ${clusterId ?? 'without an id'}`,
    header: ['BROKER', 'ADDRESS', 'STATE', 'CONTROLLER', 'LEADERS', 'REPLICAS', 'IN-SYNC', 'DISK'],
    rows: brokers.map((broker) => [
      broker.id,
      broker.state === 'gone' ? null : formatAddress(broker),
      { text: broker.state, tone: broker.state === 'up' ? 'good' : 'bad' },
      broker.isController ? 'controller' : null,
      broker.leaders,
      broker.replicas,
      broker.inSync < broker.replicas ? { text: broker.inSync, tone: 'warn' } : broker.inSync,
      broker.diskBytes === null ? null : bytesText(broker.diskBytes),
    ]),
    notes: silent,
    more: [
      {
        title: 'Topics',
        header: ['TOPIC', 'PARTITIONS', 'RECORDS', 'HEALTH'],
        rows: topics
          .filter(({ isInternal }) => !isInternal)
          .map((topic) => [
            topic.name,
            topic.partitions.length,
            atLeast(recordsOf(topic), isPartlyKnown(topic)),
            healthCell(topic),
          ]),
      },
      {
        title: 'Groups',
        header: ['GROUP', 'STATE', 'MEMBERS', 'LAG'],
        rows: groups.map((each) => [
          each.group,
          each.state,
          each.members?.length ?? null,
          atLeast(each.lag, isLagAtLeast(each, topics)),
        ]),
      },
    ],
  };
}

export function checksView({ checks }: { readonly checks: readonly CheckOutcome[] }): View {
  return {
    header: ['CHECK', 'OUTCOME', 'VALUE'],
    rows: checks.map(({ check, ok, value, problem }) => [
      check,
      ok ? { text: 'holds', tone: 'good' } : { text: 'fails', tone: 'bad' },
      value ?? problem,
    ]),
    notes: checks.flatMap(({ check, note }) => (note === null ? [] : [`${check}: ${note}.`])),
  };
}

/** With every digit, unlike on the screen; `≥` if only a part of it is known, as there. */
function atLeast(value: number | null, isPartial: boolean): Cell {
  return isPartial && value !== null ? `≥${value}` : value;
}

function healthCell({ partitions }: TopicPicture): Cell {
  const offline = partitions.filter(isOffline).length;
  if (offline > 0) return { text: `${offline} offline`, tone: 'bad' };
  const underReplicated = partitions.filter(isUnderReplicated).length;
  if (underReplicated > 0) return { text: `${underReplicated} under-replicated`, tone: 'warn' };
  return { text: 'ok', tone: 'good' };
}
