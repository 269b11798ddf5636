/** What a drill with poison has found, a line a number, and in a sentence. */
import { counted, countedAre, grouped } from '../../../view/counted.js';
import type { PoisonAccount } from '../poison/poison-account.js';
import { idsInWords } from '../stream/ids-in-words.js';
import { line, type AccountLine } from './account-line.js';

export function poisonLines({ poison, classic, share }: PoisonAccount): readonly AccountLine[] {
  const none = (what: string, ids: readonly number[], meaning: string) =>
    line(what, ids.length, ids.length === 0 ? meaning : `${meaning}: ${idsInWords(ids)}`, ids.length > 0);
  return [
    line('poison', poison.length, `cannot be handled: ${idsInWords(poison)}`),
    ...(classic
      ? [
          line('classic: read', classic.handled, 'handled and committed by the classic group'),
          ...(classic.standsAt
            ? [
                line(
                  'classic: failed',
                  classic.failures,
                  `at id ${classic.standsAt.id}, before its commit; started again ${times(classic.restarts)}`,
                ),
                line(
                  'classic: blocked',
                  classic.blocked,
                  `behind it in partition ${classic.standsAt.partition}, there to be read; the group goes on at offset ${classic.committed ?? 'unknown'}`,
                ),
              ]
            : []),
          line('classic: unread', classic.unread, 'there to be read in all partitions when it was given up'),
        ]
      : []),
    ...(share
      ? [
          line('share: accepted', share.accepted, 'different records that the share group accepted'),
          line('share: twice', share.acceptedTwice, 'accepted more than once'),
          line(
            'share: past it',
            share.acceptedPast,
            'accepted behind a poison record, before that was given up',
          ),
          line(
            'deliveries',
            share.deliveries.map((each) => each.times).join(', '),
            `of each poison record; the group's limit is ${share.deliveryLimit}`,
          ),
          line('dead-lettered', share.deadLettered, 'read back from the dead letter queue, each by its id'),
          none('lost', share.lost, 'neither accepted nor dead-lettered'),
          none('undelivered', share.undelivered, 'the share group has not come to the end of them'),
          none('in two places', share.inTwoPlaces, 'accepted and dead-lettered, or dead-lettered twice'),
        ]
      : []),
  ];
}

export function poisonVerdict({ classic, share }: PoisonAccount): string {
  const stood =
    classic?.standsAt == null
      ? 'The classic group met no poison record'
      : `The classic group stood at offset ${classic.standsAt.offset} of partition ${classic.standsAt.partition} through ${counted(classic.restarts, 'restart')}, ${counted(classic.blocked, 'record')} behind it unread`;
  const aside =
    share === null
      ? 'no share group was begun'
      : `the share group accepted ${grouped(share.accepted)} and put ${share.deadLettered} into its dead letter queue; ${countedAre(share.lost.length + share.undelivered.length, 'record')} in neither`;
  return `${stood}; ${aside}.`;
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
