/** The text of such a file → its contents, or all errors with line and column. */
import { isScalar, LineCounter, parseDocument, visit, type Document } from 'yaml';
import { LabError } from '../../text/errors.js';
import { yamlOffsetOf } from '../../text/yaml-offset.js';
import { manifestSchema, type Manifest } from './manifest-schema.js';

/** `path` is for messages. Throws LabError 'usage'. */
export function parseManifest(text: string, path: string): Manifest {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    // 7 and 007 are two topics.
    uniqueKeys: (one, other) => isScalar(one) && isScalar(other) && one.source === other.source,
  });
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const start = document.contents?.range[0] ?? 0;
  const faults = document.errors.map(({ pos, message }) => `${placeOf(pos[0])}: ${message}`);
  if (faults.length > 0) throw wrong(faults);
  keepWords(document);
  const parsed = manifestSchema.safeParse(contentsOf(document, path) ?? {});
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

/** Names and values as they are typed: 007, 2024.10 and 9223372036854775807 are no numbers to Kafka. */
function keepWords(document: Document): void {
  visit(document, {
    Pair(_key, { key }) {
      if (isScalar(key) && ['number', 'boolean', 'object'].includes(typeof key.value)) {
        key.value = key.source ?? '';
      }
    },
    Scalar(_key, scalar) {
      if (typeof scalar.value === 'number' && scalar.source !== undefined) scalar.value = scalar.source;
    },
  });
}

/** Aliases may lead nowhere, or to more than a file can mean. */
function contentsOf(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    throw wrong([`${path}: ${(error as Error).message}`]);
  }
}

function wrong(complaints: readonly string[]): LabError {
  return new LabError('usage', complaints.join('\n'), {
    hint: 'What such a file looks like: kafka-lab export',
  });
}
