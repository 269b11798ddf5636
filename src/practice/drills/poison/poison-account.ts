/** Accounts for every id of a stream with poison in it: what a classic group never got to, and what a share group made of it. Pure. */
import { countedAre } from '../../../view/counted.js';
import { idsInWords } from '../stream/ids-in-words.js';
import type { LoggedRecord } from '../stream/readers.js';

/** What the member of the classic group did, and what Kafka said of the group when it was given up. */
export interface ClassicSeen {
  /** Where the member failed, each time. */
  readonly deaths: readonly LoggedRecord[];
  readonly handled: ReadonlySet<number>;
  /** By partition: where the group goes on. */
  readonly committed: ReadonlyMap<number, number>;
  /** Of each partition, at that time. */
  readonly ends: readonly number[];
}

/** A poison record that was given back; `deliveryCount` is the broker's. */
export interface Release {
  readonly id: number;
  readonly deliveryCount: number;
}

/** As read back from the dead letter queue; null: its header does not say. */
export interface DeadLetter {
  readonly id: number;
  readonly partition: number | null;
  readonly offset: number | null;
  readonly deliveries: number | null;
}

export interface ShareSeen {
  /** How often the member accepted each id. */
  readonly accepted: ReadonlyMap<number, number>;
  /** Acceptances that the group took. */
  readonly confirmed: number;
  readonly releases: readonly Release[];
  readonly acceptedPast: ReadonlySet<number>;
  readonly deadLetters: readonly DeadLetter[];
  /** By partition: everything before is done with, as the group's coordinator has it. Null if that is unknown. */
  readonly startOffsets: ReadonlyMap<number, number> | null;
  /** Why its reading broke off. */
  readonly problem: string | null;
}

export interface PoisonAccount {
  /** Ids that cannot be handled, as far as they are in the log. */
  readonly poison: readonly number[];
  readonly classic: ClassicAccount | null;
  readonly share: ShareAccount | null;
  /** What broke the promise that every record is accepted or dead-lettered, and once. */
  readonly faults: readonly string[];
}

interface ClassicAccount {
  /** How often the member was started again. */
  readonly restarts: number;
  /** Where it failed last; null if it met no poison. */
  readonly standsAt: LoggedRecord | null;
  /** How often it failed there. */
  readonly failures: number;
  /** Where the group goes on in that partition, as Kafka has it; null if nothing is committed there. */
  readonly committed: number | null;
  /** Records behind it in that partition when it was given up, of which the group got none. */
  readonly blocked: number;
  /** Distinct ids that were handled. */
  readonly handled: number;
  /** In the log when it was given up and not handled, in any partition. */
  readonly unread: number;
}

interface ShareAccount {
  readonly deliveryLimit: number;
  /** Distinct ids. */
  readonly accepted: number;
  readonly confirmed: number;
  readonly acceptedTwice: number;
  /** Behind a poison record in its partition, and accepted before that was given up. */
  readonly acceptedPast: number;
  /** Of each poison id in the log: how often it was delivered, and whether it is in the dead letter queue. */
  readonly deliveries: readonly {
    readonly id: number;
    readonly times: number;
    readonly isDeadLettered: boolean;
  }[];
  /** Distinct ids in the dead letter queue. */
  readonly deadLettered: number;
  /** Neither accepted nor dead-lettered, and the group is done with them. This must never happen. */
  readonly lost: readonly number[];
  /** Neither, and the group has still to deliver them, or it is not known whether it has. */
  readonly undelivered: readonly number[];
  /** Accepted and dead-lettered, or dead-lettered more than once. */
  readonly inTwoPlaces: readonly number[];
}

interface Setting {
  readonly poison: ReadonlySet<number>;
  readonly deliveryLimit: number;
  /** By ^C: what was not waited for is no fault. */
  readonly interrupted: boolean;
}

export function poisonAccountOf(
  log: readonly LoggedRecord[],
  setting: Setting,
  seen: { readonly classic: ClassicSeen | null; readonly share: ShareSeen | null },
): PoisonAccount {
  const poison = [...setting.poison].filter((id) => log.some((each) => each.id === id));
  const classic = seen.classic && classicAccountOf(log, seen.classic);
  const share = seen.share && shareAccountOf(log, poison, setting.deliveryLimit, seen.share);
  const faults = [
    ...(classic && !setting.interrupted ? classicFaults(classic) : []),
    ...(share ? shareFaults(log, share, seen.share, setting) : []),
  ];
  return { poison, classic, share, faults };
}

function classicAccountOf(
  log: readonly LoggedRecord[],
  { deaths, handled, committed, ends }: ClassicSeen,
): ClassicAccount {
  const standsAt = deaths.at(-1) ?? null;
  const wasThere = log.filter(({ partition, offset }) => offset < (ends[partition] ?? 0));
  const isSame = (each: LoggedRecord) =>
    each.partition === standsAt?.partition && each.offset === standsAt.offset;
  const isBlocked = ({ id, partition, offset }: LoggedRecord) =>
    standsAt !== null && partition === standsAt.partition && offset > standsAt.offset && !handled.has(id);
  return {
    restarts: Math.max(0, deaths.length - 1),
    standsAt,
    failures: deaths.filter(isSame).length,
    committed: standsAt === null ? null : (committed.get(standsAt.partition) ?? null),
    blocked: wasThere.filter(isBlocked).length,
    handled: handled.size,
    unread: new Set(wasThere.filter(({ id }) => !handled.has(id)).map(({ id }) => id)).size,
  };
}

function shareAccountOf(
  log: readonly LoggedRecord[],
  poison: readonly number[],
  deliveryLimit: number,
  { accepted, confirmed, releases, acceptedPast, deadLetters, startOffsets }: ShareSeen,
): ShareAccount {
  const dead = timesOf(deadLetters.map(({ id }) => id));
  const nowhere = log.filter(({ id }) => !accepted.has(id) && !dead.has(id));
  const isDone = ({ partition, offset }: LoggedRecord) => offset < (startOffsets?.get(partition) ?? 0);
  const idsOf = (records: readonly LoggedRecord[]) => [...new Set(records.map(({ id }) => id))];
  return {
    ...{ deliveryLimit, confirmed },
    accepted: accepted.size,
    acceptedTwice: [...accepted.values()].filter((times) => times > 1).length,
    acceptedPast: acceptedPast.size,
    deliveries: poison.map((id) => ({
      id,
      times: releases.filter((each) => each.id === id).length,
      isDeadLettered: dead.has(id),
    })),
    deadLettered: dead.size,
    lost: idsOf(nowhere.filter(isDone)),
    undelivered: idsOf(nowhere.filter((each) => !isDone(each))),
    inTwoPlaces: [...dead].filter(([id, times]) => times > 1 || accepted.has(id)).map(([id]) => id),
  };
}

function timesOf(ids: readonly number[]): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}

/** Should it ever get past a poison record, the drill has shown nothing. */
function classicFaults({ standsAt, committed, failures, restarts }: ClassicAccount): readonly string[] {
  if (standsAt === null) return ['The member of the classic group met no poison record in time.'];
  const { id, partition, offset } = standsAt;
  if (failures <= restarts)
    return [`The classic group went on from one poison record to another: its last one is id ${id}.`];
  if (committed !== offset)
    return [
      `The classic group goes on at offset ${committed ?? 'unknown'} of partition ${partition}, not at ${offset}, where its member failed at id ${id}.`,
    ];
  return [];
}

function shareFaults(
  log: readonly LoggedRecord[],
  { lost, undelivered, inTwoPlaces }: ShareAccount,
  { deadLetters, startOffsets, problem }: ShareSeen,
  { poison, interrupted }: Setting,
): readonly string[] {
  const places = new Set(log.map(({ id, partition, offset }) => `${id}/${partition}/${offset}`));
  const strangers = deadLetters.filter(
    ({ id, partition, offset }) => !places.has(`${id}/${partition}/${offset}`),
  );
  const healthy = deadLetters.filter(({ id }) => !poison.has(id)).map(({ id }) => id);
  const fault = (ids: readonly number[], words: string) =>
    ids.length === 0 ? [] : [`${countedAre(ids.length, 'record')} ${words}: ${idsInWords(ids)}.`];
  return [
    ...(problem === null ? [] : [`The member of the share group failed: ${problem}`]),
    ...fault(lost, 'neither accepted nor in the dead letter queue, and the share group is done with them'),
    ...(interrupted
      ? []
      : fault(
          undelivered,
          startOffsets === null
            ? 'neither accepted nor in the dead letter queue; how far the share group is, is unknown'
            : 'neither accepted nor in the dead letter queue: the share group has not delivered them to the end',
        )),
    ...fault(inTwoPlaces, 'in two places'),
    ...fault(healthy, 'in the dead letter queue that could be handled'),
    ...fault(
      strangers.map(({ id }) => id),
      'in the dead letter queue with headers that name another place',
    ),
  ];
}
