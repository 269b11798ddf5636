/** A stack as it was thrown by the bundle, told in files and lines of the source. */
import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** As it is, if there is no source map of this file: the sources themselves run, in tests. */
export function sourceStack(stack: string): string {
  const bundle = fileURLToPath(import.meta.url);
  try {
    return mappedStack(stack, bundle, readFileSync(`${bundle}.map`, 'utf8'));
  } catch {
    return stack;
  }
}

/** Lines about other files stay. Names of functions in the bundle go, as they have been shortened. */
export function mappedStack(stack: string, bundle: string, mapText: string): string {
  const map = new SourceMap(JSON.parse(mapText) as ConstructorParameters<typeof SourceMap>[0]);
  return stack
    .split('\n')
    .map((line) => {
      const at = line.indexOf(`${bundle}:`);
      const [, lineNumber, column] = /^(\d+):(\d+)/.exec(line.slice(at + bundle.length + 1)) ?? [];
      if (at < 0 || lineNumber === undefined || column === undefined) return line;
      // Stacks count from 1, source maps from 0.
      const origin = map.findEntry(Number(lineNumber) - 1, Number(column) - 1);
      if (!('originalSource' in origin)) return line;
      const file = origin.originalSource.replace(/^(\.\.\/)+/, '');
      return `    at ${file}:${origin.originalLine + 1}:${origin.originalColumn + 1}`;
    })
    .join('\n');
}
