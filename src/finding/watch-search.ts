/** The progress of a search, on a spinner line that makes room for its results. */
import type { Sink } from '../view/sink.js';
import type { Progress } from '../view/progress.js';
import type { RecordSearch } from './record-search.js';
import { grouped } from '../view/counted.js';

const everyMs = 250;

/** `stop` ends the line; `sink` is to be written through while it spins. */
export function watchSearch(
  text: string,
  search: RecordSearch,
  matched: () => number,
  {
    progress,
    sink,
    isTerminal,
  }: { readonly progress: Progress; readonly sink: Sink; readonly isTerminal: boolean },
): { readonly sink: Sink; stop(): void } {
  const step = progress.start(text);
  const startedAt = performance.now();
  const timer = setInterval(() => {
    const rate = search.scanned / ((performance.now() - startedAt) / 1000);
    step.update(
      `${text}: ${grouped(search.scanned)} scanned, ${grouped(Math.round(rate))} a second, ${grouped(matched())} matched`,
    );
  }, everyMs);
  return {
    sink: isTerminal && progress.clear ? behind(progress.clear.bind(progress), sink) : sink,
    stop: () => clearInterval(timer),
  };
}

function behind(clear: () => Promise<void>, sink: Sink): Sink {
  return {
    get open() {
      return sink.open;
    },
    write(chunk) {
      return clear().then(() => sink.write(chunk));
    },
    lend(chunk, giveBack) {
      return clear().then(() => sink.lend(chunk, giveBack));
    },
  };
}
