/** Which columns of a table fit, and how wide each is; pure. */
import { widthOf } from '../../view/width.js';
import type { WatchedSection } from '../../watch/watched-sections.js';
import { cellText, isNumber } from './cell-text.js';

export interface ColumnLayout {
  /** The place of the column among all. */
  readonly place: number;
  readonly width: number;
  readonly align: 'left' | 'right';
}

export const gap = 2;
/** A column is cut down to this before others are left out. */
const leastCut = 16;

const measured = new WeakMap<WatchedSection, readonly ColumnLayout[]>();

/** As wide as the widest cell, whether it is in sight or not: nothing moves while one scrolls. */
function natural(section: WatchedSection): readonly ColumnLayout[] {
  const before = measured.get(section);
  if (before) return before;
  const layout = section.header.map((name, place): ColumnLayout => {
    const cells = section.rows.map(({ cells }) => cells[place]);
    const width = cells.reduce<number>(
      (widest, cell) => Math.max(widest, widthOf(cellText(cell))),
      widthOf(name),
    );
    return { place, width, align: cells.length > 0 && cells.every(isNumber) ? 'right' : 'left' };
  });
  measured.set(section, layout);
  return layout;
}

/** Columns that are spare go first, then the widest are cut, then the last ones go. `kept`: the one that stays. */
export function columnLayout(
  section: WatchedSection,
  columns: number,
  kept: string | undefined,
): readonly ColumnLayout[] {
  const isKept = ({ place }: ColumnLayout) => section.header[place] === kept;
  let shown = natural(section);
  for (const name of section.spare) {
    if (needed(shown) <= columns) return shown;
    shown = shown.filter((each) => section.header[each.place] !== name || isKept(each));
  }
  while (needed(shown) > columns) {
    const widest = shown.reduce((most, each) => (each.width > most.width ? each : most), shown[0] ?? none);
    if (widest.width > leastCut) {
      const width = Math.max(leastCut, widest.width - (needed(shown) - columns));
      shown = shown.map((each) => (each === widest ? { ...each, width } : each));
    } else if (shown.length > 1) {
      const last = shown.findLastIndex((each) => !isKept(each));
      shown = shown.filter((_each, index) => index !== last);
    } else return shown.map((each) => ({ ...each, width: Math.max(1, columns) }));
  }
  return shown;
}

const none: ColumnLayout = { place: 0, width: 0, align: 'left' };

function needed(shown: readonly ColumnLayout[]): number {
  return shown.reduce((sum, { width }) => sum + width + gap, -gap);
}
