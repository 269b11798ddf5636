/** `--key`, `--grep` and `--filter` as typed → one search, and the partition that a key leaves to be read. */
import { partitionOfKey } from '../wire/batch/murmur2.js';
import { AbsentFields } from './absent-fields.js';
import { parseFilter } from './filter-parser.js';
import { filterPredicate, rootsOf } from './filter-predicate.js';
import { grepKey, parseGrep } from './grep.js';
import { RecordSearch } from './record-search.js';

export interface SearchOptions {
  readonly key?: string | undefined;
  readonly grep?: string | undefined;
  readonly filter?: string | undefined;
  readonly allPartitions: boolean;
}

export interface SearchPlan {
  readonly search: RecordSearch;
  /** What the filter names and no record has. */
  readonly absent: AbsentFields;
  /** Keys or values are looked at; false if it is about places, times and headers only, for which nothing need be decoded. */
  readonly looksInside: boolean;
  /** The partition, of so many, where the default partitioner puts the key; `key`: its bytes, if they are not the text's. */
  readonly partitionOf: ((partitionCount: number, key?: Buffer) => number) | undefined;
}

/** Undefined when nothing is searched for. Throws LabError 'usage'. */
export function planSearch(
  { key, grep, filter, allPartitions }: SearchOptions,
  now: Date,
): SearchPlan | undefined {
  if (key === undefined && grep === undefined && filter === undefined) return undefined;
  const keyBytes = key === undefined ? undefined : Buffer.from(key, 'utf8');
  const byKey = keyBytes && grepKey(keyBytes);
  const byText = grep === undefined ? undefined : parseGrep(grep);
  const byFilter = filter === undefined ? undefined : parseFilter(filter);
  const roots = byFilter && rootsOf(byFilter);
  const absent = new AbsentFields();
  const tests = [
    ...(byKey ? [byKey.test] : []),
    ...(byText ? [byText.test] : []),
    // Last: it decodes.
    ...(byFilter ? [filterPredicate(byFilter, now, absent)] : []),
  ];
  return {
    search: new RecordSearch(byText?.needle ?? byKey?.needle, tests),
    absent,
    looksInside:
      [key, grep].some((each) => each !== undefined) ||
      roots?.has('key') === true ||
      roots?.has('value') === true,
    partitionOf:
      keyBytes && !allPartitions ? (count, bytes = keyBytes) => partitionOfKey(count, bytes) : undefined,
  };
}
