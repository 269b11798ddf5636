/** Words → the kind of view that shows them: the one place that knows all kinds. */
import { understand, type Commands } from './live/understand.js';
import { overviewView } from './overview/overview-view.js';
import { recordsAsked } from './records-asked.js';
import { recordsView } from './records/records-view.js';
import { tableView } from './table/table-view.js';
import { openedView, type Opened, type OpenedSettings } from './opened.js';

/** Undefined for a command that is no view: it is run. Throws LabError 'usage' for what is no command. */
export async function openView(
  words: readonly string[],
  commands: Commands,
  settings: OpenedSettings,
): Promise<Opened | undefined> {
  const paths = new Set(commands.entries.map(({ path }) => path));
  const understood = await understand(words, commands);
  const { spec, options } = understood;
  if (spec.explores?.(options)?.[0] === 'monitor') {
    const { interval } = options;
    if (typeof interval === 'string') settings.pace.set(interval);
    return openedView(overviewView(words, paths), settings);
  }
  const records = recordsAsked(understood);
  if (!understood.isView && !records) return undefined;
  if (records) return openedView(recordsView(records), settings);
  return openedView(tableView(understood, words, paths), settings);
}
