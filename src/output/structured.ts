/** Results as JSON, JSON lines and YAML, with their types; control characters are escaped. */
import { exactInJson } from '../text/int64.js';
import { isPrintable, printableJson } from '../text/printable.js';

/** One indented document. */
export function toJson(result: unknown): string {
  return `${printableJson(JSON.stringify(result, exactInJson, 2))}\n`;
}

/** One document a line. */
export function toJsonLine(item: unknown): string {
  return `${printableJson(JSON.stringify(item, exactInJson))}\n`;
}

export async function toYaml(result: unknown): Promise<string> {
  const { Document, visit } = await import('./yaml.js');
  // Through JSON, so that both formats agree on dates, absent values and large numbers.
  const document = new Document(JSON.parse(JSON.stringify(result ?? null, exactInJson)) as unknown);
  // Only double quotes know escapes.
  visit(document, {
    Scalar(_key, scalar) {
      if (typeof scalar.value === 'string' && !isPrintable(scalar.value)) scalar.type = 'QUOTE_DOUBLE';
    },
  });
  return printableJson(document.toString());
}
