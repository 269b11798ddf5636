/** Results as JSON, JSON lines and YAML, their types kept. */

/** One indented document. */
export function toJson(result: unknown): string {
  return `${JSON.stringify(result, exact, 2)}\n`;
}

/** One document a line. */
export function toJsonLine(item: unknown): string {
  return `${JSON.stringify(item, exact)}\n`;
}

export async function toYaml(result: unknown): Promise<string> {
  const { stringify } = await import('./yaml.js');
  // Through JSON, so that both formats agree on dates, absent values and large numbers.
  return stringify(JSON.parse(JSON.stringify(result ?? null, exact)));
}

/** 64-bit numbers beyond 2^53 are strings: a JSON reader would round them. */
function exact(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
}
