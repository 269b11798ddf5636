/** The text of such a file → its contents, or all errors with line and column. */
import { LineCounter, parseDocument } from 'yaml';
import { LabError } from '../../text/errors.js';
import { yamlOffsetOf } from '../../text/yaml-offset.js';
import { manifestSchema, type Manifest } from './manifest-schema.js';

/** `path` is for messages. Throws LabError 'usage'. */
export function parseManifest(text: string, path: string): Manifest {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const start = document.contents?.range[0] ?? 0;
  const faults = document.errors.map(({ pos, message }) => `${placeOf(pos[0])}: ${message}`);
  if (faults.length > 0) throw wrong(faults);
  const parsed = manifestSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return parsed.data;
  throw wrong(
    parsed.error.issues.flatMap((issue) => {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
      return keys.map((key) => {
        const keysToIt = key === undefined ? issue.path : [...issue.path, key];
        const what = key === undefined ? issue.message : 'it has no meaning here';
        return `${placeOf(yamlOffsetOf(document, keysToIt) ?? start)}: ${keysToIt.map(String).join('.')}: ${what}`;
      });
    }),
  );
}

function wrong(complaints: readonly string[]): LabError {
  return new LabError('usage', complaints.join('\n'), {
    hint: 'What such a file looks like: kafka-lab export',
  });
}
