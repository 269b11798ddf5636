/** The rounds of a watched command: its views with rates, and what changed in each of their sections. */
import type { View } from '../command.js';
import { rateColumns, withRates, type TimedView } from './counter-rates.js';
import { diffViews, type WatchedRow } from './diff-views.js';

export interface WatchedSection {
  readonly title: string | undefined;
  readonly header: readonly string[];
  /** Columns to leave out, the first of them first, where not all fit. */
  readonly spare: readonly string[];
  readonly rows: readonly WatchedRow[];
}

export interface Watched {
  readonly sections: readonly WatchedSection[];
  readonly notes: readonly string[];
  /** The last rounds without rates, from which rates are taken. */
  readonly rounds: readonly (readonly TimedView[])[];
}

/** A rate over so many rounds is steady, and still of now. */
const rateRounds = 5;

export function nextRound(before: Watched | undefined, view: View, at: number): Watched {
  const plain = [view, ...(view.more ?? [])].map((each): TimedView => ({ at, view: each }));
  const rounds = [...(before?.rounds ?? []), plain].slice(-rateRounds);
  const oldest = rounds.length > 1 ? rounds[0] : undefined;
  return {
    rounds,
    notes: plain.flatMap((section) => section.view.notes ?? []),
    sections: plain.map((section, index) => {
      const rated = withRates(oldest?.[index], section);
      const earlier = before?.sections[index];
      // Columns that are not the same cannot be compared.
      const isComparable = earlier !== undefined && earlier.header.join() === rated.header.join();
      return {
        title: rated.title,
        header: rated.header,
        spare: rated.spare ?? [],
        rows: diffViews(isComparable ? earlier.rows : undefined, rated, rateColumns),
      };
    }),
  };
}
