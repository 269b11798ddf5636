/** A result and its view → text in the format asked for. */
import type { View } from '../view/view.js';
import { LabError } from '../text/errors.js';
import type { OutputFormat } from '../text/global-options.js';
import { arrange, rowsAsObjects, sortedOrder, type Arrangement } from './arrange.js';
import { renderPlain } from './plain.js';
import { toJson, toJsonLine, toYaml } from './structured.js';
import type { Style } from './style.js';
import type { TableMemory } from './table.js';

export interface RenderSettings {
  readonly format: OutputFormat;
  readonly style: Style;
  readonly columns: number;
  /** Whether the text goes to a terminal, which interprets control characters. */
  readonly isTerminal: boolean;
  readonly memory?: TableMemory;
  readonly arrangement?: Arrangement;
}

export interface Rendered {
  readonly text: string;
  /** Sentences for stderr; empty for the structured formats, whose data says the same. */
  readonly notes: readonly string[];
  readonly failures: readonly string[];
}

const asItComes: Arrangement = { columns: [], sort: [] };

/** `items`: JSON lines print one a line. Throws LabError 'usage' for unknown columns. */
export async function render(
  result: unknown,
  items: readonly unknown[],
  view: () => View,
  settings: RenderSettings,
): Promise<Rendered> {
  const { format, arrangement = asItComes } = settings;
  switch (format) {
    case 'json':
    case 'jsonl':
    case 'yaml': {
      const data = arrangedData({ result, items }, view, settings);
      const nothingElse = { notes: [], failures: [] };
      if (format === 'jsonl') return { text: data.items.map(toJsonLine).join(''), ...nothingElse };
      return { text: format === 'json' ? toJson(data.result) : await toYaml(data.result), ...nothingElse };
    }
    case 'plain': {
      const shown = arrange(view(), arrangement);
      return { text: renderPlain(shown, settings.isTerminal), ...sentencesOf(shown) };
    }
    case 'table': {
      const shown = arrange(view(), arrangement);
      const { renderTable } = await import('./table.js');
      return {
        text: renderTable(shown, settings.style, settings.columns, settings.memory),
        ...sentencesOf(shown),
      };
    }
  }
}

interface Data {
  readonly result: unknown;
  readonly items: readonly unknown[];
}

/** With columns, rows become objects; without, items with one row each are sorted like their rows. */
function arrangedData(
  data: Data,
  view: () => View,
  { format, arrangement = asItComes }: RenderSettings,
): Data {
  const { columns, sort } = arrangement;
  if (columns.length === 0 && sort.length === 0) return data;
  const shown = view();
  const arranged = arrange(shown, arrangement);
  if (columns.length > 0) {
    const rows = rowsAsObjects(arranged);
    return { result: rows, items: rows };
  }
  const isRowEach = !shown.more?.length && shown.rows.length === data.items.length;
  if (!isRowEach || (format !== 'jsonl' && !Array.isArray(data.result))) {
    throw new LabError('usage', `--sort: as ${format}, this result is more than a list of rows.`, {
      hint: `Add --columns: then its rows are printed, an object each.${isRowEach ? ' Or take -o jsonl.' : ''}`,
    });
  }
  const items = sortedOrder(shown, sort).map((row) => data.items[row]);
  return { result: items, items };
}

function sentencesOf({ more = [], ...first }: View): Omit<Rendered, 'text'> {
  const sections = [first, ...more];
  return {
    notes: sections.flatMap(({ notes }) => notes ?? []),
    failures: sections.flatMap(({ failures }) => failures ?? []),
  };
}
