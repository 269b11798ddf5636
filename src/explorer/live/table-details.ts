/** Columns that are asked for besides a list, and only for the rows in sight. */
import type { Context, ReadDetails, RowDetails } from '../../contract/command.js';
import { arrange, type Arrangement } from '../../output/arrange.js';
import { LabError } from '../../text/errors.js';
import { unlessAborted } from '../../text/wait.js';
import type { Cell, View } from '../../view/view.js';
import { nextRound, type Watched } from '../../watch/watched-sections.js';
import { withDetails } from '../state/detail-columns.js';
import type { Feed } from '../state/view-kind.js';

export interface TableDetails extends RowDetails {
  /** For which rows they are wanted now. */
  names(): readonly string[];
  /** What is known of them, by name. */
  readonly known: Map<string, readonly Cell[]>;
  readonly read: ReadDetails;
}

/** How soon rows that come in sight between two rounds are asked for. */
const lookMs = 500;

/** A round: its list, and what is known of the rows in sight. Resolves with what asks for rows that come in sight later. */
export async function giveInDetail(
  view: View,
  arrangement: Arrangement,
  feed: Feed<Watched>,
  details: TableDetails,
): Promise<() => Promise<void>> {
  // The command's own line cannot name columns that only the explorer has.
  arrange({ ...view, rows: [], more: [] }, arrangement);
  const [before, at] = [feed.data, feed.context.now().getTime()];
  const show = () => {
    const whole = withDetails(view, details, details.known);
    feed.give(nextRound(before, whole, at, arrangement, details.columns));
  };
  // The first picture does not wait for them.
  if (before === undefined) show();
  const answers = await readOrNone(feed.context, details, details.names());
  details.known.clear();
  for (const [name, cells] of answers) details.known.set(name, cells);
  show();
  return async () => {
    const missing = details.names().filter((name) => !details.known.has(name));
    if (missing.length === 0) return;
    for (const [name, cells] of await readOrNone(feed.context, details, missing))
      details.known.set(name, cells);
    show();
  };
}

/** Nothing is known of rows that could not be asked for. */
async function readOrNone(
  context: Context,
  { columns, read }: TableDetails,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly Cell[]>> {
  const none = new Map(names.map((name) => [name, columns.map((): Cell => null)]));
  if (names.length === 0) return none;
  try {
    return new Map([...none, ...(await read(context, names))]);
  } catch (error) {
    if (error instanceof LabError) return none;
    throw error;
  }
}

/** Until the next round is due; meanwhile, whenever something else is in sight, what is missing of it is asked for. */
export async function pauseUnlessMissing(
  feed: Feed<Watched>,
  askMissing: () => Promise<void>,
): Promise<void> {
  const paused = feed.pause().then(() => 'over' as const);
  let seen: readonly unknown[] = [];
  for (;;) {
    if (await unlessAborted(paused, AbortSignal.timeout(lookMs))) return;
    const now = [feed.state(), feed.size(), feed.data];
    if (now.some((each, index) => each !== seen[index])) await askMissing();
    seen = [feed.state(), feed.size(), feed.data];
  }
}
