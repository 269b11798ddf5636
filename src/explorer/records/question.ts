/** What the records view is asked for, as the options of `consume` say it. */
import { decodeByItself, type DecodeChoice } from '../../kafka/records/decoding/open-decoding.js';
import type { Direction } from '../../kafka/records/merge-page.js';
import { parsePartition } from '../../text/parse-partition.js';
import { noSearch, type Search } from './search.js';

/** Another question is another object: answers to an older one are not shown as its own. */
export interface Question {
  readonly topic: string;
  /** None: all of them. */
  readonly partitions: readonly number[];
  /** From the newest on, or towards them. */
  readonly direction: Direction;
  /** A position as it is typed; null for the newest, or the beginning. */
  readonly from: string | null;
  readonly search: Search;
  readonly isFollowing: boolean;
  readonly isolation: 'read_committed' | 'read_uncommitted';
  readonly decode: DecodeChoice;
}

/** What the view can show, besides the columns of a row, which it has anyway. */
const understood = new Set([
  ...['topic', 'partition', 'from', 'fromBeginning', 'follow', 'exit', 'isolation'],
  ...['grep', 'filter', 'key', 'allPartitions'],
  ...['decode', 'noDecode', 'protoPath'],
  ...['keys', 'headers', 'timestamps', 'partitions', 'offsets'],
]);

/** Undefined for what is no view of one topic's records: groups, formats, several topics. Throws LabError 'usage'. */
export function questionOf(options: Readonly<Record<string, unknown>>): Question | undefined {
  const given = Object.entries(options).filter(([, value]) => !isUnset(value));
  if (given.some(([name]) => !understood.has(name))) return undefined;
  const { topic, partition, from, fromBeginning, follow, grep, filter, key, allPartitions } = options;
  const isolation = options['isolation'] === 'read_uncommitted' ? 'read_uncommitted' : 'read_committed';
  const [first, ...others] = textsOf(topic);
  if (first === undefined || others.length > 0) return undefined;
  const isFollowing = follow === true;
  const begin = textOf(from) ?? (fromBeginning === true ? 'start' : undefined);
  return {
    ...{ topic: first, partitions: textsOf(partition).map(parsePartition), isFollowing, isolation },
    direction: begin === undefined || isFollowing ? 'older' : 'newer',
    from: begin === 'start' && !isFollowing ? null : (begin ?? null),
    search: {
      ...{ grep: textOf(grep), filter: textOf(filter), key: textOf(key) },
      ...(allPartitions === true && { allPartitions: true }),
    },
    decode: {
      decode: textsOf(options['decode']),
      noDecode: options['noDecode'] === true,
      protoPath: textsOf(options['protoPath']),
    },
  };
}

/** What there is of a topic, newest first. */
export function newestOf(topic: string): Question {
  return {
    ...{ topic, partitions: [], direction: 'older', from: null, isFollowing: false, search: noSearch },
    ...{ isolation: 'read_committed', decode: decodeByItself },
  };
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === false || (Array.isArray(value) && value.length === 0);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
