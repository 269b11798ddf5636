import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  isChanged,
  planReplicas,
  type PlanBroker,
  type PlanRules,
  type ReplicaList,
} from './plan-replicas.js';

const onRacks = (...racks: (string | null)[]): PlanBroker[] =>
  racks.map((rack, index) => ({ id: index + 1, rack }));
const topicOf = (...lists: number[][]): ReplicaList[] =>
  lists.map((replicas, partition) => ({ topic: 'orders', partition, replicas }));

type Lists = readonly { readonly topic: string; readonly after: readonly number[] }[];

/** The sum of 1 to n over the n times that each key is there. */
function triangular(keys: readonly unknown[]): number {
  const counts = new Map<unknown, number>();
  let sum = 0;
  for (const key of keys) {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    sum += count;
  }
  return sum;
}

/** What the planner promises to keep low, most important first, worked out from the lists alone. */
function costsUnder({ brokers, priority }: PlanRules, before: readonly ReplicaList[]) {
  const rackOf = new Map(brokers.map(({ id, rack }) => [id, rack]));
  const hasRacks = brokers.every(({ rack }) => rack !== null);
  return (lists: Lists): number[] => {
    const racks = hasRacks
      ? lists.reduce((sum, { after }) => sum + triangular(after.map((id) => rackOf.get(id))), 0)
      : 0;
    const load =
      triangular(lists.flatMap(({ after }) => after)) +
      triangular(lists.flatMap(({ topic, after }) => after.map((id) => `${topic} ${id}`)));
    const moves = lists.reduce(
      (sum, { after }, index) => sum + after.filter((id) => !before[index]!.replicas.includes(id)).length,
      0,
    );
    return priority === 'balance' ? [racks, load, moves] : [racks, moves, load];
  };
}

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((value, at) => value !== other[at]);
  return index === -1 ? 0 : one[index]! - other[index]!;
}

function subsets(items: readonly number[], size: number): number[][] {
  if (size === 0) return [[]];
  return items.flatMap((item, index) =>
    subsets(items.slice(index + 1), size - 1).map((rest) => [item, ...rest]),
  );
}

/** Tries everything: one list out of `choices` for each partition. */
function leastCost(
  partitions: readonly ReplicaList[],
  costOf: (lists: Lists) => number[],
  choicesFor: (partition: ReplicaList, index: number) => readonly (readonly number[])[],
): number[] {
  const choices = partitions.map(choicesFor);
  let least: number[] | undefined;
  const choose = (lists: Lists) => {
    const next = partitions[lists.length];
    if (!next) {
      const cost = costOf(lists);
      if (!least || compare(cost, least) < 0) least = cost;
      return;
    }
    for (const after of choices[lists.length]!) choose([...lists, { topic: next.topic, after }]);
  };
  choose([]);
  return least!;
}

/** As there are thousands of cases, `expect` itself would take most of the time if it was called for those that are right. */
function expectCost(actual: readonly number[], least: readonly number[], ofWhat: object): void {
  if (compare(actual, least) !== 0) expect({ ...ofWhat, cost: actual }).toEqual({ ...ofWhat, cost: least });
}

function expectNoBetter(partitions: readonly ReplicaList[], rules: PlanRules): void {
  const moves = planReplicas(partitions, rules)!;
  const ids = rules.brokers.map(({ id }) => id);
  const costOf = costsUnder(rules, partitions);
  const least = leastCost(partitions, costOf, ({ replicas }) =>
    subsets(ids, rules.replicationFactor ?? replicas.length),
  );
  expectCost(costOf(moves), least, { partitions, rules });
}

/** A preferred leader is a list of one, for which racks do not matter. */
function expectNoBetterLeaders(partitions: readonly ReplicaList[], rules: PlanRules): void {
  const moves = planReplicas(partitions, rules)!;
  const plain = { ...rules, brokers: rules.brokers.map(({ id }) => ({ id, rack: null })) };
  const before = partitions.map((each) => ({ ...each, replicas: each.replicas.slice(0, 1) }));
  const leaders = moves.map(({ topic, after }) => ({ topic, after: after.slice(0, 1) }));
  const costOf = costsUnder(plain, before);
  const least = leastCost(before, costOf, (_, index) => moves[index]!.after.map((id) => [id]));
  expectCost(costOf(leaders), least, { partitions, rules });
}

/** In every order. */
function lists(ids: readonly number[], most: number): number[][] {
  if (most === 0) return [];
  return ids.flatMap((id) => {
    const others = ids.filter((each) => each !== id);
    return [[id], ...lists(others, most - 1).map((rest) => [id, ...rest])];
  });
}

const arbitraryCase = (most: { brokers: number; partitions: number; topics: number }) =>
  fc
    .record({
      racks: fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: most.brokers }),
      withoutRack: fc.boolean(),
      priority: fc.constantFrom('balance' as const, 'stay' as const),
    })
    .chain(({ racks, withoutRack, priority }) => {
      const brokers = onRacks(...racks.map((rack, index) => (withoutRack && index === 0 ? null : rack)));
      // Replicas may be where no broker is any more, or none that was named.
      const anywhere = [...brokers.map(({ id }) => id), 7, 8, 9];
      const list = fc.shuffledSubarray(anywhere, { minLength: 1, maxLength: brokers.length });
      // Many partitions of a topic are alike, and are planned as one.
      const pool = fc.array(list, { minLength: 1, maxLength: 4 });
      return fc.record({
        partitions: pool.chain((lists) =>
          fc
            .array(
              fc.record({
                topic: fc.integer({ min: 1, max: most.topics }),
                replicas: fc.constantFrom(...lists),
              }),
              { minLength: 1, maxLength: most.partitions },
            )
            .map((each): ReplicaList[] =>
              each.map(({ topic, replicas }, partition) => ({ topic: `t${topic}`, partition, replicas })),
            ),
        ),
        rules: fc
          .option(fc.integer({ min: 1, max: brokers.length }), { nil: undefined })
          .map((replicationFactor): PlanRules => ({ brokers, replicationFactor, priority })),
      });
    });

describe('for whatever there is', () => {
  test('every list is as long as wanted, of different brokers, all of them among those named', () => {
    fc.assert(
      fc.property(arbitraryCase({ brokers: 6, partitions: 12, topics: 3 }), ({ partitions, rules }) => {
        const moves = planReplicas(partitions, rules)!;
        const ids = new Set(rules.brokers.map(({ id }) => id));
        expect(moves).toHaveLength(partitions.length);
        expect(
          moves.map(({ topic, partition, before, after }) => ({
            ...{ topic, partition, replicas: before },
            length: after.length,
            different: new Set(after).size,
            strangers: after.filter((id) => !ids.has(id)),
            after: [...after].sort(),
          })),
        ).toEqual(
          moves.map(({ before, adding, removing }, index) => {
            const wanted = rules.replicationFactor ?? before.length;
            return {
              ...partitions[index],
              length: wanted,
              different: wanted,
              strangers: [],
              after: [...before.filter((id) => !removing.includes(id)), ...adding].sort(),
            };
          }),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('racks are as different as they can be', () => {
    fc.assert(
      fc.property(arbitraryCase({ brokers: 6, partitions: 8, topics: 2 }), ({ partitions, rules }) => {
        fc.pre(rules.brokers.every(({ rack }) => rack !== null));
        const rackOf = new Map(rules.brokers.map(({ id, rack }) => [id, rack]));
        const racks = new Set(rackOf.values()).size;
        const lists = planReplicas(partitions, rules)!.map(({ after }) => after);
        expect(lists.map((after) => new Set(after.map((id) => rackOf.get(id))).size)).toEqual(
          lists.map((after) => Math.min(after.length, racks)),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('without racks in the way, no broker has two replicas more than another', () => {
    fc.assert(
      fc.property(arbitraryCase({ brokers: 5, partitions: 12, topics: 1 }), ({ partitions, rules }) => {
        const plain = rules.brokers.map(({ id }) => ({ id, rack: null }));
        const moves = planReplicas(partitions, { ...rules, brokers: plain, priority: 'balance' })!;
        const loads = plain.map(({ id }) => moves.filter(({ after }) => after.includes(id)).length);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  test('what was planned once is left as it is by the next plan', () => {
    fc.assert(
      fc.property(arbitraryCase({ brokers: 5, partitions: 10, topics: 2 }), ({ partitions, rules }) => {
        const first = planReplicas(partitions, rules)!;
        const again = planReplicas(
          first.map(({ topic, partition, after }) => ({ topic, partition, replicas: after })),
          rules,
        )!;
        expect(again.filter(isChanged)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  test('no other choice is better: all of them tried', () => {
    fc.assert(
      fc.property(arbitraryCase({ brokers: 4, partitions: 4, topics: 2 }), ({ partitions, rules }) =>
        expectNoBetter(partitions, rules),
      ),
      { numRuns: 300 },
    );
  });

  test('no other choice of preferred leaders among those replicas is better: all of them tried', () => {
    fc.assert(
      fc.property(arbitraryCase({ brokers: 4, partitions: 5, topics: 2 }), ({ partitions, rules }) =>
        expectNoBetterLeaders(partitions, rules),
      ),
      { numRuns: 300 },
    );
  });
});

/** Brokers 1 to 3; replicas may also be on a broker 4 that is not to have any. */
test.each([
  ['no racks', onRacks(null, null, null)],
  ['two racks', onRacks('a', 'a', 'b')],
  ['a rack each', onRacks('a', 'b', 'c')],
])(
  'every case there is of two partitions on three brokers: %s',
  (_, brokers) => {
    const all = lists([1, 2, 3, 4], 2);
    for (const [index, one] of all.entries())
      // The other way round it is the same case.
      for (const other of all.slice(index))
        for (const replicationFactor of [undefined, 1, 2, 3])
          for (const priority of ['balance', 'stay'] as const)
            for (const topic of ['t1', 't2']) {
              const partitions = [
                { topic: 't1', partition: 0, replicas: one },
                { topic, partition: 1, replicas: other },
              ];
              expectNoBetter(partitions, { brokers, replicationFactor, priority });
              expectNoBetterLeaders(partitions, { brokers, replicationFactor, priority });
            }
  },
  60_000,
);

describe('cases that people have', () => {
  test('a fourth broker gets its share, and nothing else is moved', () => {
    const before = topicOf([1, 2, 3], [2, 3, 1], [3, 1, 2], [1, 3, 2]);
    const moves = planReplicas(before, { brokers: onRacks(null, null, null, null), priority: 'balance' })!;
    expect(moves.flatMap(({ adding }) => adding)).toEqual([4, 4, 4]);
    expect(new Set(moves.map(({ after }) => after[0])).size).toBe(4);
  });

  test('a broker is emptied by naming the others', () => {
    const moves = planReplicas(topicOf([1, 2], [2, 3], [3, 1]), {
      brokers: onRacks('a', 'b'),
      priority: 'balance',
    })!;
    expect(moves.map(({ after }) => [...after].sort())).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    expect(moves.flatMap(({ adding }) => adding)).toHaveLength(2);
  });

  test('another replication factor alone moves no replica that can stay', () => {
    const lopsided = topicOf([1, 2], [1, 2], [1, 2]);
    const more = planReplicas(lopsided, {
      brokers: onRacks('a', 'b', 'c', 'd'),
      replicationFactor: 3,
      priority: 'stay',
    })!;
    expect(more.flatMap(({ removing }) => removing)).toEqual([]);
    expect(more.map(({ after }) => after.slice(0, 2))).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ]);
    const fewer = planReplicas(lopsided, {
      brokers: onRacks('a', 'b'),
      replicationFactor: 1,
      priority: 'stay',
    })!;
    expect(fewer.flatMap(({ adding }) => adding)).toEqual([]);
    expect(fewer.map(({ after }) => after.length)).toEqual([1, 1, 1]);
  });

  test('replicas that share a rack are parted', () => {
    const [move] = planReplicas(topicOf([1, 2]), { brokers: onRacks('a', 'a', 'b'), priority: 'stay' })!;
    expect(move!.adding).toEqual([3]);
  });

  test('more replicas than brokers', () => {
    expect(planReplicas(topicOf([1, 2]), { brokers: onRacks('a'), priority: 'balance' })).toBeUndefined();
  });
});
