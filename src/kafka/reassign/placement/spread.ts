/** Chooses brokers for partitions: racks first, then an even load and few moves, each as good as it can be. */
import { groupBy } from '../../../text/group-by.js';
import { FlowNetwork } from './cheapest-flow.js';

export interface Demand {
  readonly topic: string;
  /** How many distinct brokers it needs. */
  readonly count: number;
  /** Candidate brokers. */
  readonly candidates: readonly number[];
  /** Its current brokers: they cost no move. */
  readonly present: readonly number[];
}

/**
 * `balance`: moves as much as an even load requires, and no more. `stay`: moves only what must move,
 * to the brokers with the lowest load. Racks take precedence over both.
 */
export type Priority = 'balance' | 'stay';

export interface SpreadRules {
  readonly priority: Priority;
  /** Null if racks do not matter. */
  readonly rackOf: ((broker: number) => string) | null;
}

interface Weights {
  readonly move: number;
  readonly load: number;
  readonly rack: number;
}

/** The brokers of each demand, in no particular order. Undefined if a demand has too few candidates. */
export function spread(
  demands: readonly Demand[],
  rules: SpreadRules,
): readonly (readonly number[])[] | undefined {
  const network = new FlowNetwork();
  const weights = weightsFor(demands, rules.priority);
  const sink = network.addNode();
  const brokers = new Map<string, number>();
  /** Each topic is balanced by itself, and all of them together: paths lead to a broker through its topic. */
  const brokerNode = (topic: string, broker: number) =>
    remember(brokers, `${topic} ${broker}`, () => {
      const node = network.addNode();
      const whole = remember(brokers, `${broker}`, () => {
        const all = network.addNode();
        network.addEdge(all, sink, { capacity: Infinity, slope: weights.load });
        return all;
      });
      network.addEdge(node, whole, { capacity: Infinity, slope: weights.load });
      return node;
    });
  // Equal demands share one source: a topic of a thousand partitions has few distinct ones.
  const alike = [...groupBy(demands.keys(), (index) => keyOf(demands[index] as Demand)).values()];
  const sources = alike.map((members) => {
    const demand = demands[members[0] ?? 0] as Demand;
    const source = network.addNode();
    const racks = new Map<string, number>();
    const rackNode = (rack: string) =>
      remember(racks, rack, () => {
        const node = network.addNode();
        network.addEdge(source, node, { capacity: Infinity, slope: weights.rack, step: members.length });
        return node;
      });
    const edges = demand.candidates.map((broker) => {
      const rack = rules.rackOf?.(broker) ?? '';
      const from = rules.rackOf ? rackNode(rack) : source;
      const cost = demand.present.includes(broker) ? 0 : weights.move;
      const rule = { capacity: members.length, cost };
      return { broker, rack, edge: network.addEdge(from, brokerNode(demand.topic, broker), rule) };
    });
    return { members, source, edges, units: demand.count * members.length };
  });
  for (const { source, units } of sources) {
    for (let unit = 0; unit < units; unit += 1) if (!network.send(source, sink)) return undefined;
  }
  const chosen = demands.map((): number[] => []);
  for (const { members, edges } of sources) {
    const byRack = [...groupBy(edges, ({ rack }) => rack).values()].flat();
    const units = byRack.flatMap(({ broker, edge }) => Array<number>(network.flowOf(edge)).fill(broker));
    // In round-robin order no member gets a broker twice, nor a rack twice before the others have it.
    for (const [index, broker] of units.entries()) chosen[members[index % members.length] ?? 0]?.push(broker);
  }
  return chosen;
}

function keyOf({ topic, count, candidates, present }: Demand): string {
  const sorted = [candidates, present].map((ids) => [...ids].sort((one, other) => one - other));
  return `${topic} ${count} ${sorted.join(' ')}`;
}

/** Each is so large that all of the next smaller kind together cannot outweigh it. */
function weightsFor(demands: readonly Demand[], priority: Priority): Weights {
  const units = demands.reduce((sum, { count }) => sum + count, 0);
  // A load of n costs 1 + 2 + … + n, once for the topic and once for all.
  const mostLoad = units * (units + 1);
  const [move, load] = priority === 'balance' ? [1, units + 1] : [mostLoad + 1, 1];
  return { move, load, rack: move * units + load * mostLoad + 1 };
}

function remember(known: Map<string, number>, key: string, make: () => number): number {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
