/** `kafka-lab cluster quorum` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { formatAddress } from '../../net/addresses.js';
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
    header: ['NODE', 'ROLE', 'BROKER', 'LOG-END-OFFSET', 'LAG', 'CAUGHT-UP', 'DIRECTORY-ID', 'LISTENERS'],
    rows: quorum.replicas.map((replica) => [
      replica.id,
      replica.role === 'leader' ? { text: replica.role, tone: 'strong' } : replica.role,
      replica.isBroker === null ? null : replica.isBroker ? 'yes' : 'no',
      replica.logEndOffset,
      replica.lag,
      caughtUp(replica),
      replica.directoryId,
      replica.listeners?.map((listener) => `${listener.name}://${formatAddress(listener)}`).join(',') ?? null,
    ]),
    spare: ['LISTENERS', 'DIRECTORY-ID'],
    notes: [
      `A majority of the voters has the log up to offset ${quorum.highWatermark}. Of ${votersOf(quorum)} voters ${mayFail(quorum)} may be gone.`,
      ...fixedVotersNote(quorum),
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

/** Kafka tells of listeners since it can change the voters; without directory ids they are those of the configuration. */
function fixedVotersNote({ replicas }: Quorum): readonly string[] {
  const voters = replicas.filter(({ role }) => role !== 'observer');
  const areFixed = voters.every(({ directoryId, listeners }) => directoryId === null && listeners !== null);
  return areFixed && voters.length > 0
    ? [
        'The voters have no directory ids: controller.quorum.voters lists them, and none can be added or removed while kraft.version is 0.',
      ]
    : [];
}

const votersOf = ({ replicas }: Quorum): number => replicas.filter(({ role }) => role !== 'observer').length;

const mayFail = (quorum: Quorum): number => Math.max(0, Math.ceil(votersOf(quorum) / 2) - 1);
