/** `kafka-lab cluster quorum` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { formatDuration } from '../../text/duration.js';
import { readQuorum, type Quorum, type QuorumReplica } from '../../kafka/brokers/quorum.js';

export const clusterQuorum = defineCommand({
  path: ['cluster', 'quorum'],
  summary: 'show the KRaft controller quorum: leader, voters, observers and how far each is behind',
  effect: 'reads',
  options: z.object({}),
  examples: ['cluster quorum', 'cluster quorum -b localhost:9092 -o json'],
  async run(context) {
    return readQuorum(await context.kafka());
  },
  view: (quorum: Quorum) => ({
    title: titleOf(quorum),
    header: ['NODE', 'ROLE', 'LOG-END-OFFSET', 'LAG', 'CAUGHT-UP'],
    rows: quorum.replicas.map((replica) => [
      replica.id,
      replica.role === 'leader' ? { text: replica.role, tone: 'strong' } : replica.role,
      replica.logEndOffset,
      replica.lag,
      caughtUp(replica),
    ]),
    notes: [
      `A majority of the voters has the log up to offset ${quorum.highWatermark}. Of ${votersOf(quorum)} voters ${mayFail(quorum)} may be gone.`,
    ],
  }),
  items: ({ replicas }) => replicas,
});

function titleOf({ clusterId, leaderId, leaderEpoch }: Quorum): string {
  const leader = leaderId === null ? 'no leader' : `leader ${leaderId}`;
  return `Quorum of cluster ${clusterId ?? 'without an id'} · ${leader} · epoch ${leaderEpoch}`;
}

/** The leader's own time is the measure, so that clocks of different machines do not count. */
function caughtUp({ role, caughtUpMsAgo }: QuorumReplica): Cell {
  if (role === 'leader') return null;
  if (caughtUpMsAgo === null) return { text: 'unknown', tone: 'warn' };
  return caughtUpMsAgo < 1000 ? 'just now' : `${formatDuration(caughtUpMsAgo)} ago`;
}

const votersOf = ({ replicas }: Quorum): number => replicas.filter(({ role }) => role !== 'observer').length;

const mayFail = (quorum: Quorum): number => Math.max(0, Math.ceil(votersOf(quorum) / 2) - 1);
