/** Hours put together so that few enough bars show them. Pure. */
import type { Hour } from './hour-tally.js';

const hourMs = 3_600_000;
/** In hours; beyond, twice as many again and again. */
const steps = [1, 2, 3, 6, 12, 24, 48, 168, 336, 720, 2160, 8760];
/** A few records with odd times would make one bar of all others: up to so many of them may stay outside at either end. */
const outside = 0.001;

export interface HourBars {
  readonly stepHours: number;
  /** From the first to the last, those without records too. */
  readonly bars: readonly Hour[];
  /** Of times so far from all others that no bar shows them. */
  readonly outsideRecords: number;
}

export function barsOfHours(hours: readonly Hour[], mostBars: number): HourBars {
  const inside = withoutOutliers(hours, mostBars);
  const [first, last] = [inside[0], inside.at(-1)];
  const total = (some: readonly Hour[]) => some.reduce((sum, { records }) => sum + records, 0);
  if (!first || !last) return { stepHours: 1, bars: [], outsideRecords: 0 };
  let stepHours = 1;
  for (let index = 1; barCount(first, last, stepHours) > mostBars; index += 1)
    stepHours = steps[index] ?? stepHours * 2;
  const stepMs = stepHours * hourMs;
  const startMs = Math.floor(first.startMs / stepMs) * stepMs;
  const counts = new Array<number>(barCount(first, last, stepHours)).fill(0);
  for (const hour of inside)
    (counts[Math.floor((hour.startMs - startMs) / stepMs)] as number) += hour.records;
  return {
    stepHours,
    bars: counts.map((records, index) => ({ startMs: startMs + index * stepMs, records })),
    outsideRecords: total(hours) - total(inside),
  };
}

function barCount(first: Hour, last: Hour, stepHours: number): number {
  const stepMs = stepHours * hourMs;
  return Math.floor(last.startMs / stepMs) - Math.floor(first.startMs / stepMs) + 1;
}

/** As they are if all of them have room. */
function withoutOutliers(hours: readonly Hour[], mostBars: number): readonly Hour[] {
  const [first, last] = [hours[0], hours.at(-1)];
  if (!first || !last || barCount(first, last, 1) <= mostBars) return hours;
  const most = hours.reduce((sum, { records }) => sum + records, 0) * outside;
  const from = countUpTo(most, hours);
  const to = hours.length - countUpTo(most, hours.slice(from).reverse());
  return hours.slice(from, to);
}

/** How many of the first together have not more records than that. */
function countUpTo(most: number, hours: readonly Hour[]): number {
  let sum = 0;
  const over = hours.findIndex(({ records }) => (sum += records) > most);
  return over === -1 ? hours.length : over;
}
