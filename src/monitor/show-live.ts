/** `kafka-lab monitor` on a terminal: the cluster as it is. */
import { formatDuration } from '../duration.js';
import type { Screen } from '../command.js';
import { liveRounds } from './live.js';
import type { Recorder } from './recording.js';
import { startShow } from './show.js';
import type { Snapshot } from './snapshot.js';

export interface LiveSettings {
  readonly intervalMs: number;
  readonly signal: AbortSignal;
  readonly recorder: Recorder | undefined;
  /** Its name, for the screen. */
  readonly recordingTo: string | undefined;
}

/** Until q, ^C or the signal. `first` has been taken before, so that what cannot begin fails without a screen. */
export async function showLive(
  screen: Screen,
  first: Snapshot,
  take: () => Promise<Snapshot>,
  { intervalMs, signal, recorder, recordingTo }: LiveSettings,
): Promise<void> {
  const quit = new AbortController();
  const recording = recordingTo === undefined ? '' : `  ● ${recordingTo}`;
  const show = startShow(screen, {
    mode: () => `every ${formatDuration(intervalMs)}${recording}`,
    onChange: ({ isQuitting }) => {
      if (isQuitting) quit.abort();
    },
    pauseFreezes: true,
  });
  let given: Snapshot | undefined = first;
  const next = () => {
    const known = given;
    given = undefined;
    return known === undefined ? take() : Promise.resolve(known);
  };
  for await (const round of liveRounds(next, intervalMs, AbortSignal.any([signal, quit.signal]))) {
    if ('failure' in round) show.fail(round.failure.message);
    else {
      show.add(round.snapshot);
      await recorder?.add(round.snapshot);
    }
  }
}
