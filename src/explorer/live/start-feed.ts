/** A view's data in the background: one round at a time, at a modest pace, held and hurried by keys. */
import type { Context } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { quietContext } from './quiet-context.js';
import { pause, unlessAborted } from '../../text/wait.js';
import type { ExplorerPace } from './explorer-pace.js';
import type { Feed, Size, ViewKind } from '../state/view-kind.js';

export interface FeedSettings<Data, State> {
  state(): State;
  size(): Size | undefined;
  readonly context: Context;
  readonly pace: ExplorerPace;
  /** What the view had when it was left. */
  readonly data: Data | undefined;
  give(data: Data): void;
  fail(error: LabError): void;
  /** A round has been under way for so long; the answer of before is old. */
  waiting(forMs: number): void;
  /** Something that is no answer of a cluster: a fault of the program. */
  crash(error: unknown): void;
}

export interface RunningFeed {
  hold(isHeld: boolean): void;
  /** The next round is due now. */
  refresh(): void;
  stop(): void;
}

/** A round that takes longer is told; one silent broker alone does not take that long. */
const overdueMs = 3500;
const leastPauseMs = 200;

export function startFeed<State, Data>(
  { live }: Pick<ViewKind<State, Data>, 'live'>,
  settings: FeedSettings<Data, State>,
): RunningFeed {
  const stop = new AbortController();
  const signal = AbortSignal.any([settings.context.signal, stop.signal]);
  let data = settings.data;
  let isHeld = false;
  let isDue = false;
  let rounds = 0;
  let wake: () => void = () => undefined;
  let startedAt = performance.now();

  const feed: Feed<Data, State> = {
    state: () => settings.state(),
    size: () => settings.size(),
    signal,
    context: quietContext(settings.context, signal),
    get data() {
      return data;
    },
    give(next) {
      if (signal.aborted) return;
      data = next;
      settings.give(next);
    },
    fail(error) {
      if (!signal.aborted) settings.fail(error);
    },
    async round(work) {
      startedAt = performance.now();
      settings.pace.begin(rounds);
      rounds += 1;
      const timer = setInterval(() => {
        const waitedMs = performance.now() - startedAt;
        if (waitedMs >= overdueMs) settings.waiting(waitedMs);
      }, 1000);
      try {
        return await unlessAborted(work(), signal);
      } finally {
        clearInterval(timer);
      }
    },
    async pause() {
      const dueMs = settings.pace.next();
      const leftMs = () => Math.max(leastPauseMs, dueMs - (performance.now() - startedAt));
      while (!signal.aborted && !isDue) {
        const woken = new AbortController();
        wake = () => woken.abort();
        await pause(isHeld ? 3_600_000 : leftMs(), AbortSignal.any([signal, woken.signal]));
        if (!woken.signal.aborted && !isHeld) break;
      }
      isDue = false;
    },
  };

  live(feed).catch((error: unknown) => {
    if (signal.aborted) return;
    // What is no LabError is a fault of this program, and would only repeat itself.
    if (error instanceof LabError) settings.fail(error);
    else settings.crash(error);
  });

  return {
    hold(isNow) {
      isHeld = isNow;
      wake();
    },
    refresh() {
      isDue = true;
      wake();
    },
    stop: () => stop.abort(),
  };
}
