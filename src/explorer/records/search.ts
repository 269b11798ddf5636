/** What is searched for among records, as `consume` has it: `--grep`, `--filter`, `--key`. */
import type { AbsentFields } from '../../finding/absent-fields.js';
import { parseFilter } from '../../finding/filter-parser.js';
import type { RecordPredicate } from '../../finding/filter-predicate.js';
import { parseGrep } from '../../finding/grep.js';
import { planSearch } from '../../finding/plan-search.js';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import { shownKey, shownValue } from './text/record-text.js';
import { printable } from '../../text/printable.js';
import type { PrintableRecord } from '../../wire/print/record-format.js';
import { flag } from './flag.js';

export interface Search {
  readonly grep?: string | undefined;
  readonly filter?: string | undefined;
  readonly key?: string | undefined;
  /** With a key: not only the partition that it hashes to. */
  readonly allPartitions?: boolean | undefined;
}

export const noSearch: Search = {};

export function isSearch({ grep, filter, key }: Search): boolean {
  return grep !== undefined || filter !== undefined || key !== undefined;
}

/** A field of a record and what is asked of it: no text that one looks for begins like this by chance. */
const filterLike =
  /^\s*(?:not\s+|[!(]\s*)*(?:value|key|headers?|timestamp|time|offset|partition|topic)\s*(?:[.[][^]*?)?(?:==|!=|<=|>=|[=<>]|\s(?:contains|matches|exists)\b)/;

/** As it was typed: a filter, or a text or `/regex/` for `--grep`; all records for nothing. Throws LabError 'usage'. */
export function searchTyped(text: string): Search {
  if (text === '') return noSearch;
  if (filterLike.test(text)) {
    parseFilter(text);
    return { filter: text };
  }
  parseGrep(text);
  return { grep: text };
}

/** What is typed again for the same. */
export function typedOf({ grep, filter }: Search): string {
  return filter ?? grep ?? '';
}

export function describeSearch({ grep, filter, key, allPartitions }: Search): string {
  return printable(
    [
      ...(key === undefined ? [] : [`with key "${key}"${allPartitions ? ' anywhere' : ''}`]),
      ...(grep === undefined ? [] : [`with "${grep}"`]),
      ...(filter === undefined ? [] : [`where ${filter}`]),
    ].join(' · '),
  );
}

export function searchWords({ grep, filter, key, allPartitions }: Search): readonly string[] {
  return [
    ...flag('key', key),
    ...flag('grep', grep),
    ...flag('filter', filter),
    ...(key !== undefined && allPartitions ? ['--all-partitions'] : []),
  ];
}

export interface SearchTest {
  readonly test: RecordPredicate;
  /** What the filter names and no record had. */
  readonly absent: AbsentFields;
  /** The partition, of so many, where the default partitioner puts the key, of these bytes. */
  readonly partitionOf: ((partitionCount: number, key?: Buffer) => number) | undefined;
}

/** Undefined if nothing is searched for. Throws LabError 'usage'. */
export function searchTest(search: Search, now: Date): SearchTest | undefined {
  const plan = planSearch({ ...search, allPartitions: search.allPartitions ?? false }, now);
  return plan && { ...plan, test: (record) => plan.search.matches(record) };
}

/** A copied record as searches look at it: decoded, if it was. */
export function asPrintable(record: CopiedRecord): PrintableRecord {
  const { topic, partition, offset, timestamp, headers } = record;
  const [shown, value] = [shownKey(record), shownValue(record)];
  const key = shown ?? Buffer.alloc(0);
  const buffer = Buffer.concat([key, value ?? Buffer.alloc(0)]);
  return {
    ...{ topic, partition, offset, buffer },
    timestamp: Number(timestamp),
    exactTimestamp: timestamp,
    keyStart: 0,
    keyEnd: shown === null ? -1 : key.length,
    valueStart: key.length,
    valueEnd: value === null ? -1 : buffer.length,
    headerCount: headers.length,
    headers: () => [...headers],
    // Headers are looked at by name only.
    headerSpans: () => new Int32Array(0),
  };
}
