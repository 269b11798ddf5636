/** A command that only reads, run again and again: its view, compared with the one before. */
import type { CommandSpec } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import type { View } from '../../view/view.js';
import { nextRound, type Watched } from '../../watch/watched-sections.js';
import type { Feed } from '../state/view-kind.js';
import { giveInDetail, pauseUnlessMissing, type TableDetails } from './table-details.js';
import type { Understood } from './understand.js';

/** Of what never ends, so many of the last rows are kept. */
const mostRows = 2000;

/** `details`: what is asked for besides, for the rows in sight. */
export async function tableLive(
  { spec, options, arrangement }: Pick<Understood, 'spec' | 'options' | 'arrangement'>,
  feed: Feed<Watched>,
  details: TableDetails | undefined,
): Promise<void> {
  while (!feed.signal.aborted) {
    let askMissing: (() => Promise<void>) | undefined;
    try {
      const outcome = await feed.round(async () => {
        const result = spec.run(feed.context, options);
        return Symbol.asyncIterator in result
          ? { stream: result }
          : { view: spec.view(await result, options) };
      });
      if (outcome === undefined) return;
      if ('stream' in outcome) {
        await follow(spec, options, outcome.stream, feed);
        return;
      }
      if (details) askMissing = await giveInDetail(outcome.view, arrangement, feed, details);
      else feed.give(nextRound(feed.data, outcome.view, feed.context.now().getTime(), arrangement));
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      feed.fail(error);
    }
    await (askMissing ? pauseUnlessMissing(feed, askMissing) : feed.pause());
  }
}

/** What happens as it happens: rows are added at the end. */
async function follow(
  spec: CommandSpec,
  options: Record<string, unknown>,
  stream: AsyncIterable<unknown>,
  feed: Feed<Watched>,
): Promise<void> {
  let all: View = { header: [], rows: [] };
  for await (const result of stream) {
    if (feed.signal.aborted) return;
    const view = spec.view(result, options);
    all = { ...view, rows: [...all.rows, ...view.rows].slice(-mostRows) };
    feed.give(nextRound(undefined, all, feed.context.now().getTime()));
  }
}
