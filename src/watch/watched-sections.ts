/** The rounds of a watched command: its views with rates, and what changed in each of their sections. */
import type { View } from '../view/view.js';
import { arrange, shownPlaces, sortedOrder, type Arrangement } from '../output/arrange.js';
import { rateColumns, withRates, type TimedView } from './counter-rates.js';
import { diffViews, type WatchedRow } from './diff-views.js';

export interface WatchedSection {
  readonly title: string | undefined;
  readonly header: readonly string[];
  /** Columns to leave out, in this order, if not all fit. */
  readonly spare: readonly string[];
  readonly rows: readonly WatchedRow[];
  /** The title of the round before, if it was another. */
  readonly titleBefore: string | undefined;
}

export interface Watched {
  /** What is shown. */
  readonly sections: readonly WatchedSection[];
  /** The same with all columns: rows are told apart by ones that may not be shown. */
  readonly whole: readonly WatchedSection[];
  readonly notes: readonly string[];
  /** The last rounds without rates, from which rates are taken. */
  readonly rounds: readonly (readonly TimedView[])[];
}

/** A rate over this many rounds is steady and still current. */
const rateRounds = 5;

/**
 * The first round throws LabError 'usage' for unknown columns; a later section may lack them. `derived`: columns besides rates that
 * do not count as changes.
 */
export function nextRound(
  before: Watched | undefined,
  view: View,
  at: number,
  arrangement: Arrangement = { columns: [], sort: [] },
  derived: readonly string[] = [],
): Watched {
  const uncounted = derived.length === 0 ? rateColumns : new Set([...rateColumns, ...derived]);
  const plain = [view, ...(view.more ?? [])].map((each): TimedView => ({ at, view: each }));
  const rounds = [...(before?.rounds ?? []), plain].slice(-rateRounds);
  const oldest = rounds.length > 1 ? rounds[0] : undefined;
  const views = plain.map((section) => section.view);
  const rated = plain.map((section, index) => {
    const found = placeOfSame(
      views,
      index,
      oldest?.map((each) => each.view),
    );
    return withRates(found === undefined ? undefined : oldest?.[found], section);
  });
  if (before === undefined) arrange({ header: [], rows: [], more: rated }, arrangement);
  const whole = rated.map((section, index) => {
    const found = placeOfSame(rated, index, before?.whole);
    const earlier = found === undefined ? undefined : before?.whole[found];
    return compared(earlier, sorted(section, arrangement), arrangement, uncounted);
  });
  return {
    rounds,
    whole,
    sections: whole.map((section) => shown(section, arrangement)),
    notes: rated.flatMap(({ notes = [], failures = [] }) => [...notes, ...failures]),
  };
}

/** The earlier place of a section: those with the same columns keep their order when others come and go between them. */
function placeOfSame(
  sections: readonly Pick<View, 'header'>[],
  index: number,
  before: readonly Pick<View, 'header'>[] = [],
): number | undefined {
  const columns = sections[index]?.header.join();
  const isSame = ({ header }: Pick<View, 'header'>) => header.join() === columns;
  const ordinal = sections.slice(0, index).filter(isSame).length;
  return before.flatMap((section, place) => (isSame(section) ? [place] : []))[ordinal];
}

function sorted(view: View, { sort }: Arrangement): View {
  return { ...view, rows: sortedOrder(view, sort).map((row) => view.rows[row] ?? []) };
}

function compared(
  earlier: WatchedSection | undefined,
  { title, header, spare = [], ...view }: View,
  { columns }: Arrangement,
  uncounted: ReadonlySet<string>,
): WatchedSection {
  return {
    title,
    titleBefore: earlier !== undefined && earlier.title !== title ? earlier.title : undefined,
    header,
    spare: columns.length > 0 ? [] : spare,
    rows: diffViews(earlier?.rows, { header, ...view }, uncounted),
  };
}

function shown(section: WatchedSection, { columns }: Arrangement): WatchedSection {
  if (columns.length === 0) return section;
  const places = shownPlaces(columns, section.header);
  const pick = <T>(cells: readonly T[]) => places.flatMap((place) => cells.slice(place, place + 1));
  return {
    ...section,
    header: pick(section.header),
    rows: (places.length === 0 ? [] : section.rows).map((row) => {
      const changed = places.flatMap((place, index) => (row.changed.includes(place) ? [index] : []));
      const change = row.change === 'changed' && changed.length === 0 ? 'same' : row.change;
      return { ...row, cells: pick(row.cells), before: row.before && pick(row.before), changed, change };
    }),
  };
}
