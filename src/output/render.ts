/** A result and its view → text in the format asked for. */
import type { View } from '../command.js';
import type { OutputFormat } from '../global-options.js';
import { toJson, toJsonLine, toYaml } from './structured.js';
import type { Style } from './style.js';
import { renderPlain, renderTable, type TableMemory } from './table.js';

export interface RenderSettings {
  readonly format: OutputFormat;
  readonly style: Style;
  readonly columns: number;
  readonly memory?: TableMemory;
}

export interface Rendered {
  readonly text: string;
  /** Sentences for stderr; none for the structured formats, whose data says the same. */
  readonly notes: readonly string[];
}

/** `items` are what JSON lines print a line each. */
export async function render(
  result: unknown,
  items: readonly unknown[],
  view: () => View,
  settings: RenderSettings,
): Promise<Rendered> {
  switch (settings.format) {
    case 'json':
      return { text: toJson(result), notes: [] };
    case 'jsonl':
      return { text: items.map(toJsonLine).join(''), notes: [] };
    case 'yaml':
      return { text: await toYaml(result), notes: [] };
    case 'plain': {
      const shown = view();
      return { text: renderPlain(shown), notes: notesOf(shown) };
    }
    case 'table': {
      const shown = view();
      return {
        text: renderTable(shown, settings.style, settings.columns, settings.memory),
        notes: notesOf(shown),
      };
    }
  }
}

function notesOf(view: View): readonly string[] {
  return [...(view.notes ?? []), ...(view.more ?? []).flatMap((section) => section.notes ?? [])];
}
