/** The readers of the drill with poison: first a classic group, which never gets past it, then a share group, which puts it aside. */
import { deleteGroups } from '../../../kafka/groups/delete-groups.js';
import { findGroup } from '../../../kafka/groups/group-snapshots.js';
import { deleteTopics } from '../../../kafka/topics/delete-topics.js';
import { askAgain } from '../../../text/wait.js';
import { endsOf } from '../stream/log-ends.js';
import { readBack, type LoggedRecord } from '../stream/readers.js';
import type { Stage, StreamReader } from '../stream/stage.js';
import {
  changeGroupConfigs,
  deadLetterOf,
  deadLetterPrefix,
  groupConfigs,
  makeDeadLetterTopic,
  requireDeadLetters,
} from './dead-letters.js';
import { failAgainAndAgain } from './failing-member.js';
import { poisonAccountOf, type ClassicSeen, type PoisonAccount, type ShareSeen } from './poison-account.js';
import { poisonIdsOf } from './poison-ids.js';
import { ShareReader } from './share-reader.js';

const deliveryLimit = 3;
const lookEveryMs = 300;
/** How long a share group may take for its last delivery of poison, while the stream goes on. */
const givenUpWithinMs = 60_000;

export interface PoisonReaders extends StreamReader {
  /** Starts the classic group's member again and again. Throws LabError 'interrupted' on ^C. */
  failAsClassicGroup(): Promise<void>;
  /** Resolves when the share group has given up all of the poison, or after a minute. */
  readAsShareGroup(): Promise<void>;
  findings(log: readonly LoggedRecord[], interrupted: boolean): Promise<{ readonly poison: PoisonAccount }>;
}

export async function startPoisonReaders(stage: Stage): Promise<PoisonReaders> {
  const { topic, settings, session, signal } = stage;
  const poison = poisonIdsOf(settings);
  const shareGroup = `${topic}-share`;
  const deadLetters = `${deadLetterPrefix}${topic}`;
  await requireDeadLetters(session, settings.scenario);
  const configs = groupConfigs(deadLetters, deliveryLimit);
  stage.afterwards(async () => {
    // None of them keeps another one from being tried.
    await changeGroupConfigs(session, shareGroup, { unset: [...configs.keys()] }).catch(() => undefined);
    for (const group of [topic, shareGroup]) await deleteGroups(session, [group]).catch(() => undefined);
    await deleteTopics(session, [deadLetters]).catch(() => undefined);
  });
  await makeDeadLetterTopic(session, deadLetters, settings.replicationFactor);
  await changeGroupConfigs(session, shareGroup, { set: configs });
  let classic: ClassicSeen | null = null;
  let share: ShareReader | undefined;

  async function isDone(): Promise<boolean> {
    if (!share || share.problem !== null) return true;
    const [group, [end = 0]] = await Promise.all([
      findGroup(session, shareGroup),
      endsOf(deadLetters, 1, session),
    ]);
    const own = group?.committed ?? [];
    const isRead = own.length === settings.partitions && own.every(({ share: left }) => left?.lag === 0);
    return isRead && end >= share.givenUp.size;
  }

  async function shareSeen(reader: ShareReader): Promise<ShareSeen> {
    const [group, ends] = await Promise.all([
      findGroup(session, shareGroup).catch(() => undefined),
      endsOf(deadLetters, 1, session),
    ]);
    const { accepted, confirmed, releases, acceptedPast, problem } = reader;
    return {
      ...{ accepted, confirmed, releases, acceptedPast, problem },
      deadLetters: await readBack(deadLetters, ends, stage.brokers, deadLetterOf),
      startOffsets:
        group === undefined || group.problem !== null
          ? null
          : new Map(group.committed.map(({ partition, offset }) => [partition, Number(offset)])),
    };
  }

  return {
    async failAsClassicGroup() {
      stage.action('classic group: its member is started');
      classic = await failAgainAndAgain(stage, topic, poison);
    },
    async readAsShareGroup() {
      stage.action(`share group: a member is started; delivery limit ${deliveryLimit}, dead letter queue`);
      const handledBefore = classic?.handled ?? new Set<number>();
      const isKnown = (id: number) => handledBefore.has(id);
      share = new ShareReader(stage, shareGroup, { poison, limit: deliveryLimit, isKnown });
      const reader = share;
      const patience = { timeoutMs: givenUpWithinMs, pauseMs: lookEveryMs, signal };
      const isGivenUp = () => reader.problem !== null || reader.givenUp.size === poison.size;
      await askAgain(isGivenUp, patience, Boolean);
    },
    async toTheEnd(withinMs) {
      const patience = { timeoutMs: withinMs, pauseMs: lookEveryMs };
      await askAgain(() => isDone().catch(() => false), patience, Boolean);
    },
    stop: async () => share?.stop(),
    async findings(log, interrupted) {
      const seen = { classic, share: share ? await shareSeen(share) : null };
      return { poison: poisonAccountOf(log, { poison, deliveryLimit, interrupted }, seen) };
    },
  };
}
