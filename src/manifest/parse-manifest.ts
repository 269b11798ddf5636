/** The text of such a file → what it says, or every complaint with its line and column. */
import { isMap, isSeq, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { LabError } from '../errors.js';
import { manifestSchema, type Manifest } from './manifest-schema.js';

/** `path` is for messages. Throws LabError 'usage'. */
export function parseManifest(text: string, path: string): Manifest {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
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
        return `${placeOf(offsetOf(document, keysToIt))}: ${keysToIt.map(String).join('.')}: ${what}`;
      });
    }),
  );
}

function wrong(complaints: readonly string[]): LabError {
  return new LabError('usage', complaints.join('\n'), {
    hint: 'What such a file looks like: kafka-lab export',
  });
}

/** Where the last key stands; what is missing is pointed at where it should be. */
function offsetOf(document: Document, keys: readonly PropertyKey[]): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const key of keys) {
    if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      offset = startOf(node) ?? offset;
      continue;
    }
    if (!isMap(node)) break;
    const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === String(key));
    if (!pair) break;
    offset = startOf(pair.key) ?? offset;
    node = pair.value;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as { range?: [number, number, number] | null } | null)?.range?.[0];
}
