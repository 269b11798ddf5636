/** `--watch`: repeats a command, redrawn in place on a terminal, as changes in a pipe. */
import type { Screen } from '../view/screen.js';
import type { View } from '../view/view.js';
import { formatDuration } from '../text/duration.js';
import { LabError } from '../text/errors.js';
import type { Arrangement } from '../output/arrange.js';
import { pause, unlessAborted } from '../text/wait.js';
import { changeLines, type ChangeLine } from './change-lines.js';
import { nextRound, type Watched } from './watched-sections.js';
import { watchLines } from './watch-screen.js';

export interface WatchSettings {
  /** The command as typed, for the heading. */
  readonly name: string;
  readonly intervalMs: number;
  readonly arrangement: Arrangement;
  readonly signal: AbortSignal;
  readonly screen: (() => Promise<Screen>) | undefined;
  readonly round: () => Promise<View>;
  /** Without a screen: resolves with false once the reader has gone. */
  readonly print: (change: ChangeLine) => Promise<boolean>;
  readonly warn: (line: string) => void;
  readonly now: () => Date;
}

/**
 * Until q, ^C or the signal, which end it quietly. A failure in the first round is thrown, since it is usually what was
 * typed; later failures are reported, and the next round is tried.
 */
export async function watch(settings: WatchSettings): Promise<void> {
  const { round, signal, now, intervalMs, arrangement } = settings;
  const quit = new AbortController();
  const stopped = AbortSignal.any([signal, quit.signal]);
  let watched: Watched = nextRound(undefined, await round(), now().getTime(), arrangement);
  const screen = await settings.screen?.();
  let failure: string | undefined;

  const draw = (target: Screen) => {
    const heading = `kafka-lab ${settings.name}  every ${formatDuration(intervalMs)}  ${now().toTimeString().slice(0, 8)}  q: quit`;
    const { columns, rows } = target;
    target.draw(watchLines({ watched, heading, failure, columns, rows }));
  };
  const show = async (isFirst: boolean): Promise<boolean> => {
    if (screen) draw(screen);
    else {
      for (const line of changeLines(watched.sections, isFirst, now())) {
        if (!(await settings.print(line))) return false;
      }
    }
    return true;
  };

  screen?.onResize(() => draw(screen));
  screen?.onKey((key) => {
    if (['q', 'ctrl-c', 'escape'].includes(key)) quit.abort();
  });
  let goesOn = await show(true);
  while (goesOn) {
    await pause(intervalMs, stopped);
    if (stopped.aborted) return;
    const outcome = await unlessAborted(attempt(round), stopped);
    if (outcome === undefined) return;
    if ('view' in outcome) {
      failure = undefined;
      watched = nextRound(watched, outcome.view, now().getTime(), arrangement);
      goesOn = await show(false);
    } else {
      failure = outcome.failure;
      if (screen) draw(screen);
      else settings.warn(`A round failed: ${failure}`);
    }
  }
}

async function attempt(round: () => Promise<View>): Promise<{ view: View } | { failure: string }> {
  try {
    return { view: await round() };
  } catch (error) {
    // Anything but a LabError is a bug, and would only repeat itself.
    if (error instanceof LabError) return { failure: error.message };
    throw error;
  }
}
