/** Groups that fall behind, and that have caught up again. */
import { grouped } from '../../view/counted.js';
import { formatDuration } from '../../text/duration.js';
import type { MonitorEvent } from './events.js';
import type { History, Sample } from './history.js';

/** A lag that grows in so many rounds in a row is no burst of records. */
const roundsOfGrowth = 5;

/** `behind`: groups that were told to fall behind and have not caught up since. Pure. */
export function lagEvents(
  behind: ReadonlySet<string>,
  { lags, latest }: History,
): { readonly events: readonly MonitorEvent[]; readonly behind: ReadonlySet<string> } {
  const at = latest?.at ?? 0;
  const still = new Set<string>();
  const events: MonitorEvent[] = [];
  for (const [group, samples] of lags) {
    const lag = samples.at(-1)?.value ?? null;
    if (behind.has(group)) {
      if (lag === 0)
        events.push({ at, kind: 'caught-up', text: `group ${group} has caught up`, tone: 'good' });
      else still.add(group);
      continue;
    }
    const first = growthSince(samples);
    if (first === undefined || lag === null) continue;
    still.add(group);
    const change = `${grouped(first.value)} → ${grouped(lag)} in ${formatDuration(at - first.at)}`;
    events.push({ at, kind: 'lag-grows', text: `group ${group} falls behind: lag ${change}`, tone: 'warn' });
  }
  return { events, behind: still };
}

/** The sample from which on it grew in every round, if those were enough. */
function growthSince(
  samples: readonly Sample[],
): { readonly at: number; readonly value: number } | undefined {
  const last = samples.slice(-roundsOfGrowth - 1);
  const values = last.map(({ value }) => value);
  const grows = values.every((value, index) => {
    const before = values[index - 1];
    return value !== null && (index === 0 || (before !== undefined && before !== null && value > before));
  });
  const [first] = last;
  if (last.length <= roundsOfGrowth || !grows || first?.value == null) return undefined;
  return { at: first.at, value: first.value };
}
