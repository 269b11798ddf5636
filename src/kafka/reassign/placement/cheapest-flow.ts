/** A flow network whose edges may cost more with each unit: every unit takes the cheapest path, so the sum is minimal. */

export interface EdgeRules {
  readonly capacity: number;
  /** Of every unit. */
  readonly cost?: number;
  /** The k-th unit costs k times this in addition, which spreads the flow. */
  readonly slope?: number;
  /** This many units cost the same before the price rises. */
  readonly step?: number;
}

interface Edge extends Required<EdgeRules> {
  readonly from: number;
  readonly to: number;
  flow: number;
}

export class FlowNetwork {
  readonly #edges: Edge[] = [];
  /** By node: its edges, those that lead to it as −1 − index, since a unit can be taken back through them. */
  readonly #steps: number[][] = [];

  addNode(): number {
    return this.#steps.push([]) - 1;
  }

  /** The number of the edge, for `flowOf`. */
  addEdge(from: number, to: number, { capacity, cost = 0, slope = 0, step = 1 }: EdgeRules): number {
    const index = this.#edges.push({ from, to, capacity, cost, slope, step, flow: 0 }) - 1;
    this.#steps[from]?.push(index);
    this.#steps[to]?.push(-1 - index);
    return index;
  }

  flowOf(edge: number): number {
    return this.#edges[edge]?.flow ?? 0;
  }

  /** Sends one unit along the cheapest path, rerouting others if that is cheaper. False if there is no path. */
  send(source: number, sink: number): boolean {
    const steps = this.#cheapestWay(source, sink);
    for (const step of steps ?? []) {
      const edge = this.#edgeOf(step);
      edge.flow += step >= 0 ? 1 : -1;
    }
    return steps !== undefined;
  }

  #edgeOf(step: number): Edge {
    return this.#edges[step >= 0 ? step : -1 - step] as Edge;
  }

  /** Bellman-Ford with a queue, as taking a unit back has a negative cost. */
  #cheapestWay(source: number, sink: number): readonly number[] | undefined {
    const distances = new Float64Array(this.#steps.length).fill(Infinity);
    const arrivedBy = new Int32Array(this.#steps.length);
    const isQueued = new Uint8Array(this.#steps.length);
    const queue = [source];
    distances[source] = 0;
    for (let next = 0; next < queue.length; next += 1) {
      const node = queue[next] as number;
      isQueued[node] = 0;
      const before = distances[node] as number;
      for (const step of this.#steps[node] as number[]) {
        const edge = this.#edgeOf(step);
        const isForward = step >= 0;
        if (isForward ? edge.flow >= edge.capacity : edge.flow === 0) continue;
        const target = isForward ? edge.to : edge.from;
        const distance = isForward
          ? before + priceOf(edge, edge.flow + 1)
          : before - priceOf(edge, edge.flow);
        if (distance >= (distances[target] as number)) continue;
        distances[target] = distance;
        arrivedBy[target] = step;
        if (isQueued[target] === 1 || target === sink) continue;
        isQueued[target] = 1;
        queue.push(target);
      }
    }
    if (distances[sink] === Infinity) return undefined;
    const steps: number[] = [];
    for (let node = sink; node !== source;) {
      const step = arrivedBy[node] as number;
      steps.push(step);
      const { from, to } = this.#edgeOf(step);
      node = step >= 0 ? from : to;
    }
    return steps;
  }
}

/** Of the unit with this number, from 1. */
function priceOf({ cost, slope, step }: Edge, unit: number): number {
  return slope === 0 ? cost : cost + slope * Math.ceil(unit / step);
}
