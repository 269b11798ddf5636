/** `kafka-lab monitor` on a terminal: the live cluster. */
import { formatDuration } from '../../text/duration.js';
import type { Screen } from '../../view/screen.js';
import { liveRounds } from '../take/live.js';
import type { Pace } from '../take/pace.js';
import type { Recorder } from '../take/recording.js';
import { startShow, type Show } from './show.js';
import type { Snapshot } from '../take/snapshot.js';

export interface LiveSettings {
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly recorder: Recorder | undefined;
  /** Its name, for the screen. */
  readonly recordingTo: string | undefined;
}

/** A round that takes longer is reported; one silent broker alone does not take that long. */
const overdueMs = 3500;

/** Until q, ^C or the signal. `first` was taken before, so that a failure at the start needs no screen. */
export async function showLive(
  screen: Screen,
  first: Snapshot,
  take: () => Promise<Snapshot>,
  { pace, signal, recorder, recordingTo }: LiveSettings,
): Promise<void> {
  const quit = new AbortController();
  const recording = recordingTo === undefined ? '' : `  ● ${recordingTo}`;
  const show = startShow(screen, {
    mode: () => `every ${formatDuration(pace.intervalMs)}${recording}`,
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
  const signals = AbortSignal.any([signal, quit.signal]);
  const overdue = tellWhenOverdue(show);
  for await (const round of liveRounds(() => overdue(next()), pace, signals)) {
    if ('failure' in round) show.fail(`Last round failed: ${round.failure.message}`);
    else {
      show.add(round.snapshot);
      await recorder?.add(round.snapshot);
    }
  }
}

/** While a round waits for its `--timeout` the numbers are old, and the screen has to say so. */
function tellWhenOverdue(show: Pick<Show, 'fail'>): (round: Promise<Snapshot>) => Promise<Snapshot> {
  return async (round) => {
    const askedAt = performance.now();
    const timer = setInterval(() => {
      const waitedMs = performance.now() - askedAt;
      if (waitedMs >= overdueMs)
        show.fail(`Old numbers: no round for ${formatDuration(waitedMs)}, brokers do not answer.`);
    }, 1000);
    try {
      return await round;
    } finally {
      clearInterval(timer);
    }
  };
}
