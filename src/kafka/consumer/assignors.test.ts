import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import type { Assignment, PartitionCounts, SubscribedMember } from './assignment.js';
import {
  assignmentBytes,
  assignors,
  memberOf,
  offeredAssignors,
  subscriptionBytes,
  type Holding,
} from './assignors.js';
import { readAssignment, readWholeSubscription } from '../../wire/protocol/consumer-protocol.js';

function assignorNamed(name: string) {
  const found = assignors.find((each) => each.name === name);
  if (!found) throw new Error(name);
  return found;
}

function member(
  memberId: string,
  topics: readonly string[],
  owned: readonly TopicPartition[] = [],
  generation = -1,
) {
  return { memberId, instanceId: null, topics, owned, previous: owned, generation };
}

const partitionsOf = (topic: string, ...numbers: number[]) =>
  numbers.map((partition) => ({ topic, partition }));

const inShort = (assignment: Assignment) =>
  Object.fromEntries(
    [...assignment].map(([id, own]) => [
      id,
      own.map(({ topic, partition }) => `${topic}${partition}`).join(' '),
    ]),
  );

describe('range, as in the documentation of Java’s RangeAssignor', () => {
  const assign = assignorNamed('range').assign;

  test('two members, two topics of three partitions', () => {
    const members = [member('b', ['t', 'u']), member('a', ['t', 'u'])];
    expect(inShort(assign(members, new Map(Object.entries({ t: 3, u: 3 }))))).toEqual({
      a: 't0 t1 u0 u1',
      b: 't2 u2',
    });
  });

  test('static members come first, by their instance ids', () => {
    const members = [member('a', ['t']), { ...member('z', ['t']), instanceId: 'one' }];
    expect(inShort(assign(members, new Map([['t', 1]])))).toEqual({ a: '', z: 't0' });
  });
});

test('roundrobin, as in the documentation of Java’s RoundRobinAssignor', () => {
  const members = [member('C0', ['t']), member('C1', ['t', 'u']), member('C2', ['t', 'u', 'v'])];
  expect(
    inShort(assignorNamed('roundrobin').assign(members, new Map(Object.entries({ t: 1, u: 2, v: 3 })))),
  ).toEqual({
    C0: 't0',
    C1: 'u0',
    C2: 'u1 v0 v1 v2',
  });
});

describe('sticky', () => {
  const { assign } = assignorNamed('sticky');

  test('a new member gets its share, and nothing else moves', () => {
    const members = [
      member('a', ['t'], partitionsOf('t', 0, 2, 4), 3),
      member('b', ['t'], partitionsOf('t', 1, 3, 5), 3),
      member('c', ['t']),
    ];
    expect(inShort(assign(members, new Map([['t', 6]])))).toEqual({ a: 't0 t2', b: 't1 t3', c: 't4 t5' });
  });

  test('of two that name the same partition, the one of the newer generation keeps it', () => {
    const members = [
      member('a', ['t'], partitionsOf('t', 0, 1), 3),
      member('b', ['t'], partitionsOf('t', 0, 1), 4),
    ];
    expect(inShort(assign(members, new Map([['t', 2]])))).toEqual({ a: 't1', b: 't0' });
  });
});

describe('cooperative-sticky', () => {
  const { assign } = assignorNamed('cooperative-sticky');
  const counts = new Map([['t', 4]]);

  test('subscriptions that overlap: what the first round takes is enough for the second', () => {
    const overlapping = [member('m0', ['t', 'v']), member('m1', ['u', 'v']), member('m2', ['t', 'u'])];
    const sizes = new Map(Object.entries({ t: 3, u: 7, v: 5 }));
    const joinedAfter = (before: Assignment) =>
      overlapping.map((each) => {
        const owned = before.get(each.memberId) ?? [];
        return { ...each, owned, previous: owned };
      });
    const first = assign(joinedAfter(assign(overlapping.slice(1), sizes)), sizes);
    const second = assign(joinedAfter(first), sizes);
    expect([...second.values()].map((own) => own.length)).toEqual([5, 5, 5]);
    for (const [memberId, own] of first)
      expect(second.get(memberId)).toEqual(expect.arrayContaining([...own]));
  });

  test('what is still read goes to nobody, and in the next round to the new member', () => {
    const old = member('a', ['t'], partitionsOf('t', 0, 1, 2, 3), 1);
    const first = assign([old, member('b', ['t'])], counts);
    expect(inShort(first)).toEqual({ a: 't0 t1', b: '' });
    const next = assign([member('a', ['t'], first.get('a'), 2), member('b', ['t'], [], 2)], counts);
    expect(inShort(next)).toEqual({ a: 't0 t1', b: 't2 t3' });
  });

  test('what another was given in a newer generation is not taken from it by one that was away', () => {
    const members = [
      member('a', ['t'], partitionsOf('t', 0, 1), 4),
      member('b', ['t'], partitionsOf('t', 0, 1), 3),
    ];
    expect(inShort(assign(members, new Map([['t', 2]])))).toEqual({ a: 't0', b: '' });
  });
});

test('ten thousand partitions of one member go to two hundred before it would be thrown out of the group', () => {
  const topics = Array.from({ length: 1000 }, (_, index) => `t${index}`);
  const counts = new Map(topics.map((topic) => [topic, 10]));
  const all = topics.flatMap((topic) => partitionsOf(topic, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9));
  const others = Array.from({ length: 199 }, (_, index) => member(`b${index}`, topics));
  const startedMs = performance.now();
  const assignment = assignorNamed('sticky').assign([member('a', topics, all, 1), ...others], counts);
  expect(performance.now() - startedMs).toBeLessThan(5000);
  expect(new Set([...assignment.values()].map((own) => own.length))).toEqual(new Set([50]));
});

const topicNames = ['t', 'u', 'v'];
const anyCounts = fc
  .array(fc.nat(7), { minLength: 3, maxLength: 3 })
  .map(
    (numbers): PartitionCounts => new Map(numbers.map((count, index) => [topicNames[index] ?? '', count])),
  );
const anyMembers = fc
  .array(fc.tuple(fc.subarray(topicNames, { minLength: 1 }), fc.nat(3)), { minLength: 1, maxLength: 6 })
  .chain((shapes) =>
    fc.tuple(
      ...shapes.map(([topics, generation], index) =>
        fc
          .uniqueArray(fc.record({ topic: fc.constantFrom(...topicNames), partition: fc.nat(8) }), {
            selector: ({ topic, partition }) => partitionKey(topic, partition),
            maxLength: 8,
          })
          .map((previous): SubscribedMember => ({
            ...member(`m${index}`, topics),
            previous,
            generation,
          })),
      ),
    ),
  );

function wanted(members: readonly SubscribedMember[], counts: PartitionCounts): string[] {
  return [...counts]
    .filter(([topic]) => members.some(({ topics }) => topics.includes(topic)))
    .flatMap(([topic, count]) =>
      Array.from({ length: count }, (_, partition) => partitionKey(topic, partition)),
    )
    .sort();
}

const keysOf = (assignment: Assignment) =>
  [...assignment.values()]
    .flat()
    .map(({ topic, partition }) => partitionKey(topic, partition))
    .sort();

describe('whatever the members had', () => {
  test.each(['range', 'roundrobin', 'sticky', 'RoundRobinAssigner'])(
    '%s gives each partition to one member that wants it',
    (name) => {
      fc.assert(
        fc.property(anyMembers, anyCounts, (members, counts) => {
          const assignment = assignorNamed(name).assign(members, counts);
          expect(keysOf(assignment)).toEqual(wanted(members, counts));
          for (const { memberId, topics } of members) {
            expect(assignment.get(memberId)?.every(({ topic }) => topics.includes(topic))).toBe(true);
          }
        }),
      );
    },
  );

  test('cooperative-sticky gives none away that another still reads, and all of them within two rounds', () => {
    const { assign } = assignorNamed('cooperative-sticky');
    fc.assert(
      fc.property(anyMembers, anyCounts, (members, counts) => {
        // Partitions that one member at most reads: what a first round of these members would give them.
        const reading = members.map((each) => ({ ...each, owned: [] }));
        const before = assign(reading.slice(1), counts);
        const joined = reading.map((each) => {
          const owned = before.get(each.memberId) ?? [];
          return { ...each, owned, previous: owned };
        });
        const first = assign(joined, counts);
        for (const { memberId, owned } of joined) {
          const others = [...first].filter(([id]) => id !== memberId).flatMap(([, own]) => own);
          const taken = new Set(others.map(({ topic, partition }) => partitionKey(topic, partition)));
          expect(owned.some(({ topic, partition }) => taken.has(partitionKey(topic, partition)))).toBe(false);
        }
        const again = joined.map((each) => {
          const owned = first.get(each.memberId) ?? [];
          return { ...each, owned, previous: owned };
        });
        expect(keysOf(assign(again, counts))).toEqual(wanted(members, counts));
      }),
    );
  });

  test('sticky is even among members of the same topics', () => {
    fc.assert(
      fc.property(anyMembers, anyCounts, (members, counts) => {
        const alike = members.map((each) => ({ ...each, topics: topicNames }));
        const loads = [...assignorNamed('sticky').assign(alike, counts).values()].map((own) => own.length);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('sticky is as even as the subscriptions allow: of all assignments none is more even', () => {
    const fewCounts = anyCounts.map(
      (counts) => new Map([...counts].map(([topic, count]) => [topic, count % 3] as const)),
    );
    const fewMembers = anyMembers.map((members) => members.slice(0, 3));
    fc.assert(
      fc.property(fewMembers, fewCounts, (members, counts) => {
        const loads = [...assignorNamed('sticky').assign(members, counts).values()].map((own) => own.length);
        expect(squares(loads)).toBe(leastSquares(members, counts));
      }),
    );
  });
});

const squares = (loads: readonly number[]) => loads.reduce((sum, load) => sum + load * load, 0);

/** Of every assignment that there is. */
function leastSquares(members: readonly SubscribedMember[], counts: PartitionCounts): number {
  let all = [members.map(() => 0)];
  for (const [topic, count] of counts) {
    const takers = members.flatMap(({ topics }, index) => (topics.includes(topic) ? [index] : []));
    for (let partition = 0; partition < count && takers.length > 0; partition += 1)
      all = all.flatMap((loads) =>
        takers.map((taker) => loads.map((load, index) => load + Number(index === taker))),
      );
  }
  return Math.min(...all.map(squares));
}

describe('in bytes', () => {
  const holding: Holding = { partitions: partitionsOf('t', 0, 3), generation: 7 };
  const joining = (name: string) => ({
    memberId: 'm',
    memberMetadata: subscriptionBytes(assignorNamed(name), ['t', '__proto__'], holding),
  });

  test('an eager member owns nothing when it joins; sticky ones say what they had', () => {
    expect(memberOf(joining('range'))).toMatchObject({ topics: ['t', '__proto__'], owned: [], previous: [] });
    expect(memberOf(joining('sticky'))).toMatchObject({
      owned: [],
      previous: holding.partitions,
      generation: 7,
    });
  });

  test('a cooperative one owns what it has', () => {
    expect(memberOf(joining('cooperative-sticky'))).toMatchObject({
      owned: holding.partitions,
      previous: holding.partitions,
      generation: 7,
    });
  });

  test('a subscription is Java’s, version 3', () => {
    const bytes = subscriptionBytes(assignorNamed('range'), ['t'], { partitions: [], generation: -1 });
    expect(bytes.toString('hex')).toBe(
      '0003' + '00000001' + '000174' + 'ffffffff' + '00000000' + 'ffffffff' + 'ffff',
    );
  });

  test.each([
    ['version 0, as older clients write it', '0000' + '00000001' + '000174' + '00000000'],
    ['version 1 without what it should have', '0001' + '00000001' + '000174' + 'ffffffff'],
    [
      'a version that is not there yet',
      '0009' + '00000001' + '000174' + 'ffffffff' + '00000000' + '00000005' + 'ffff' + 'aa',
    ],
  ])('%s', (_what, hex) => {
    expect(readWholeSubscription(Buffer.from(hex, 'hex'))?.topics).toEqual(['t']);
  });

  test('other bytes are a member that wants nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(Array.isArray(memberOf({ memberId: 'm', memberMetadata: Buffer.from(bytes) }).topics)).toBe(
          true,
        );
      }),
    );
  });

  test('an assignment', () => {
    const bytes = assignmentBytes(assignorNamed('sticky'), holding.partitions, 8);
    expect(readAssignment(bytes)).toEqual([{ topic: 't', partitions: [0, 3] }]);
  });
});

test('what the group uses is offered first', () => {
  const names = assignors.map(({ name }) => name);
  expect(offeredAssignors(null).map(({ name }) => name)).toEqual(names);
  expect(offeredAssignors('sticky').map(({ name }) => name)).toEqual([
    'sticky',
    ...names.filter((name) => name !== 'sticky'),
  ]);
});
