/** The text of such a file → its contents, or all errors with line and column. */
import { visit, type Document } from 'yaml';
import { LabError } from '../../text/errors.js';
import { printable } from '../../text/printable.js';
import { readYaml } from '../../text/read-yaml.js';
import { plainYaml } from '../../text/source/plain-yaml.js';
import { schemaWords } from '../../text/schema-words.js';
import { yamlOffsetOf } from '../../text/yaml-offset.js';
import { manifestSchema, type Manifest } from './manifest-schema.js';

/** `path` is for messages. Throws LabError 'usage'. */
export function parseManifest(text: string, path: string): Manifest {
  const plain = plainYaml(text);
  const read = plain === undefined ? undefined : manifestSchema.safeParse(plain);
  if (read?.success) return read.data;
  // Whatever is wrong, the parser knows its place.
  const { document, value, faults, lines } = readYaml(text, { merge: true }, keepNumbers);
  if (faults.length > 0) {
    throw wrong(faults.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`));
  }
  const placeOf = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col}`;
  };
  const start = document.contents?.range[0] ?? 0;
  const parsed = manifestSchema.safeParse(value, { error: schemaWords });
  if (parsed.success) return parsed.data;
  throw wrong(
    parsed.error.issues.flatMap((issue) => {
      const keys = issue.code === 'unrecognized_keys' ? issue.keys : [undefined];
      return keys.map((key) => {
        const keysToIt = key === undefined ? issue.path : [...issue.path, key];
        const what = key === undefined ? issue.message : 'it has no meaning here';
        const name =
          keysToIt.length === 0 ? '' : `${keysToIt.map((key) => printable(String(key))).join('.')}: `;
        return `${placeOf(yamlOffsetOf(document, keysToIt) ?? start)}: ${name}${what}`;
      });
    }),
  );
}

/** Values as they are typed: 2.10 and 9223372036854775807 are no numbers to Kafka. */
function keepNumbers(document: Document): void {
  visit(document, {
    Scalar(_key, scalar) {
      if (typeof scalar.value === 'number' && scalar.source !== undefined) scalar.value = scalar.source;
    },
  });
}

function wrong(complaints: readonly string[]): LabError {
  return new LabError('usage', complaints.join('\n'), {
    hint: 'What such a file looks like: kafka-lab export',
  });
}
