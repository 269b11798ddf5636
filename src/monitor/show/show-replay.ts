/** `kafka-lab monitor --replay FILE`: a recording on the same screen, at the original speed or another, or step by step. */
import { pause } from '../../text/wait.js';
import type { Screen } from '../../view/screen.js';
import { emptyPicture, withRound } from '../picture/picture.js';
import { startShow } from './show.js';
import type { Snapshot } from '../take/snapshot.js';

/** A long gap in a recording is shortened to this. */
const longestWaitMs = 5000;

/** Until q, ^C or the signal; at the end it stays open for stepping back. */
export async function showReplay(
  screen: Screen,
  snapshots: readonly Snapshot[],
  signal: AbortSignal,
): Promise<void> {
  const quit = new AbortController();
  const stopped = AbortSignal.any([signal, quit.signal]);
  /** Ends the current wait when a key changes what it waits for. */
  let wake = new AbortController();
  let index = 0;
  const show = startShow(screen, {
    mode: ({ speed }) => `replay ${index + 1}/${snapshots.length} ×${speed}`,
    onChange({ isQuitting }) {
      if (isQuitting) quit.abort();
      wake.abort();
    },
    pauseFreezes: false,
  });

  const goTo = (wanted: number) => {
    const target = Math.max(0, Math.min(snapshots.length - 1, wanted));
    if (target === index) return;
    // The picture of a round follows from all before it.
    const ahead = target > index;
    let picture = ahead ? show.picture : emptyPicture;
    for (const snapshot of snapshots.slice(ahead ? index + 1 : 0, target + 1))
      picture = withRound(picture, snapshot);
    index = target;
    show.replace(picture);
  };

  const [first] = snapshots;
  if (first) show.add(first);
  while (!stopped.aborted) {
    wake = new AbortController();
    const { step, isPaused, speed } = show.state;
    if (step !== 0) {
      show.change({ step: 0 });
      goTo(index + step);
      continue;
    }
    const [now, next] = [snapshots[index], snapshots[index + 1]];
    const waitMs =
      isPaused || !now || !next ? undefined : Math.min(longestWaitMs, (next.at - now.at) / speed);
    const isOver = await waited(waitMs, AbortSignal.any([stopped, wake.signal]));
    if (isOver) goTo(index + 1);
  }
}

/** True when the time is over; without a time it waits only for the signal. */
async function waited(waitMs: number | undefined, signal: AbortSignal): Promise<boolean> {
  const aDayMs = 86_400_000;
  await pause(waitMs ?? aDayMs, signal);
  return waitMs !== undefined && !signal.aborted;
}
