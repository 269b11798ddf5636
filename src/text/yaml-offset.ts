/** The offset of a key in the text of a YAML document, for errors with line and column. */
import { isMap, isScalar, isSeq, type Document } from 'yaml';

/** Of the last existing key, as its value may be missing; undefined if there is none. */
export function yamlOffsetOf(document: Document, keys: readonly PropertyKey[]): number | undefined {
  let node: unknown = document.contents;
  let offset: number | undefined;
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
