/** How deep the values of a type are at least: which of them end. */
import type { AvroType, RecordType } from './types.js';

/** What is deeper is not read anyway. */
const mostLevels = 500;

/** How many records a value of a type holds one in the other, at least; Infinity for one that cannot end. */
export function levelsOf(root: AvroType): (type: AvroType) => number {
  const known = new Map<RecordType, number>();
  const levels = (type: AvroType): number => {
    if (type.kind === 'record') return known.get(type) ?? Infinity;
    return type.kind === 'union'
      ? type.branches.reduce((least, each) => Math.min(least, levels(each)), Infinity)
      : 0;
  };
  const records = recordsOf(root);
  for (let round = 0, isNew = true; isNew && round < mostLevels; round += 1) {
    isNew = false;
    for (const record of records) {
      const needed = record.fields.reduce((most, field) => Math.max(most, levels(field.type) + 1), 1);
      isNew ||= needed < (known.get(record) ?? Infinity);
      if (needed < Infinity) known.set(record, needed);
    }
  }
  return levels;
}

/** The innermost first, mostly. */
function recordsOf(root: AvroType): readonly RecordType[] {
  const found = new Set<RecordType>();
  const waiting: AvroType[] = [root];
  for (let type = waiting.pop(); type; type = waiting.pop()) {
    if (type.kind === 'array') waiting.push(type.items);
    else if (type.kind === 'map') waiting.push(type.values);
    else if (type.kind === 'union') waiting.push(...type.branches);
    else if (type.kind === 'record' && !found.has(type)) {
      found.add(type);
      waiting.push(...type.fields.map((field) => field.type));
    }
  }
  return [...found].reverse();
}
