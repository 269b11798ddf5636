/** Prometheus's text format, read by a parser that is not ours. */
import { createRequire } from 'node:module';

interface ParsedFamily {
  readonly name: string;
  readonly type: string;
  readonly metrics: readonly { readonly value: string; readonly labels?: Readonly<Record<string, string>> }[];
}

const require = createRequire(import.meta.url);
/** It brings no types, and is CommonJS. */
const parse = require('parse-prometheus-text-format') as (text: string) => ParsedFamily[];

/** By name: labels and value of each sample. */
export function parsePrometheus(
  text: string,
): ReadonlyMap<string, readonly (readonly [labels: Readonly<Record<string, string>>, value: number])[]> {
  return new Map(
    parse(text).map(({ name, metrics }) => [
      name,
      metrics.map(({ labels = {}, value }) => [labels, Number(value)] as const),
    ]),
  );
}
