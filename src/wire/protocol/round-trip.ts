/** How far away a broker is: the shortest time that it has taken to answer anything. */
import type { WireConnection } from './connection.js';

const shortestMs = new WeakMap<WireConnection, number>();

export function noteRoundTrip(connection: WireConnection, tookMs: number): void {
  shortestMs.set(connection, Math.min(roundTripMs(connection), tookMs));
}

/** Infinity before its first answer. */
export function roundTripMs(connection: WireConnection): number {
  return shortestMs.get(connection) ?? Infinity;
}
