/** The result of all rounds so far, history and events: screens are drawn from this alone. */
import { clusterEvents, type MonitorEvent } from './events.js';
import { groupEvents, noGroupMemory, type GroupMemory } from './group-events.js';
import { emptyHistory, remember, type History } from './history.js';
import { lagEvents } from './lag-events.js';
import type { Snapshot } from '../take/snapshot.js';

export interface Picture {
  readonly history: History;
  /** Newest first. */
  readonly events: readonly MonitorEvent[];
  readonly groupMemory: GroupMemory;
  /** Groups that fell behind and have not caught up yet. */
  readonly behind: ReadonlySet<string>;
  readonly rounds: number;
}

export const emptyPicture: Picture = {
  history: emptyHistory,
  events: [],
  groupMemory: noGroupMemory,
  behind: new Set(),
  rounds: 0,
};

const mostEvents = 500;

/** Pure: the same rounds give the same picture, live and in a replay. */
export function withRound(picture: Picture, snapshot: Snapshot): Picture {
  const before = picture.history.latest;
  const groups = groupEvents(picture.groupMemory, snapshot, before === undefined);
  const history = remember(picture.history, snapshot);
  const lags = lagEvents(picture.behind, history);
  const fresh = [
    ...(before === undefined ? [] : clusterEvents(before, snapshot)),
    ...groups.events,
    ...lags.events,
  ];
  return {
    history,
    events: [...fresh.reverse(), ...picture.events].slice(0, mostEvents),
    groupMemory: groups.memory,
    behind: lags.behind,
    rounds: picture.rounds + 1,
  };
}
