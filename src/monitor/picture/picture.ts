/** The result of all rounds so far, history and events: screens are drawn from this alone. */
import { clusterEvents, type MonitorEvent } from './events.js';
import { groupEvents, noGroupMemory, type GroupMemory } from './group-events.js';
import { emptyHistory, remember, type History } from './history.js';
import type { Snapshot } from '../take/snapshot.js';

export interface Picture {
  readonly history: History;
  /** Newest first. */
  readonly events: readonly MonitorEvent[];
  readonly groupMemory: GroupMemory;
  readonly rounds: number;
}

export const emptyPicture: Picture = {
  history: emptyHistory,
  events: [],
  groupMemory: noGroupMemory,
  rounds: 0,
};

const mostEvents = 500;

/** Pure: the same rounds give the same picture, live and in a replay. */
export function withRound(picture: Picture, snapshot: Snapshot): Picture {
  const before = picture.history.latest;
  const groups = groupEvents(picture.groupMemory, snapshot, before === undefined);
  const fresh = [...(before === undefined ? [] : clusterEvents(before, snapshot)), ...groups.events];
  return {
    history: remember(picture.history, snapshot),
    events: [...fresh.reverse(), ...picture.events].slice(0, mostEvents),
    groupMemory: groups.memory,
    rounds: picture.rounds + 1,
  };
}
