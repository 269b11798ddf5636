/** A member of a classic group that fails at a poison record, is started again, and fails again, until that is given up. */
import { findGroup } from '../../../kafka/groups/group-snapshots.js';
import { throwIfInterrupted, sleep } from '../../../text/wait.js';
import { endsOf } from '../stream/log-ends.js';
import type { LoggedRecord } from '../stream/readers.js';
import type { Stage } from '../stream/stage.js';
import { Handler } from './handler.js';
import type { ClassicSeen } from './poison-account.js';

const restarts = 5;
const restartAfterMs = 500;
/** Joining takes a second, or many on a busy machine. */
const meetsPoisonWithinMs = 60_000;

/** Throws LabError 'interrupted' on ^C. */
export async function failAgainAndAgain(
  stage: Stage,
  group: string,
  poison: ReadonlySet<number>,
): Promise<ClassicSeen> {
  const { topic, settings, session, signal, ledger } = stage;
  const deaths: LoggedRecord[] = [];
  const handled = new Set<number>();
  const handle = (record: LoggedRecord) => {
    if (poison.has(record.id)) return false;
    handled.add(record.id);
    ledger.read(record.id, record.partition, record.offset);
    return true;
  };
  for (let start = 0; start <= restarts; start += 1) {
    if (start > 0) await sleep(restartAfterMs, signal);
    const death = await lifeOf(stage, group, new Handler(handle));
    throwIfInterrupted(signal);
    if (!death) break;
    deaths.push(death);
    const { id, partition, offset } = death;
    stage.action(
      `the member fails at id ${id} (partition ${partition}, offset ${offset})${start === restarts ? ', and is given up' : ''}`,
    );
  }
  const ends = await endsOf(topic, settings.partitions, session);
  const snapshot = await findGroup(session, group);
  const own = snapshot?.committed.filter((each) => each.topic === topic) ?? [];
  const committed = new Map(own.map(({ partition, offset }) => [partition, Number(offset)]));
  return { deaths, handled, committed, ends };
}

/** Where it failed; undefined if it met no poison in time, or ^C was pressed. Commits what it handled, as it leaves. */
async function lifeOf(
  { topic, openSession, signal }: Stage,
  groupId: string,
  handler: Handler,
): Promise<LoggedRecord | undefined> {
  // It brings kafkajs along, which `drill list` need not load.
  const { consumeGroup } = await import('../../../kafka/consumer/consume-group.js');
  const over = new AbortController();
  const end = () => over.abort();
  const timer = setTimeout(end, meetsPoisonWithinMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    await consumeGroup(openSession(), handler, {
      ...{ groupId, topics: [topic], fromBeginning: true, follow: true, isolation: 'read_uncommitted' },
      signal: over.signal,
      note: () => undefined,
    });
    return undefined;
  } catch (error) {
    if (handler.failedAt === undefined) throw error;
    return handler.failedAt;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  }
}
