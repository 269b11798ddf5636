/** What the records view is asked for, as the options of `consume` say it. */
import { decodeByItself, type DecodeChoice } from '../../kafka/records/decoding/open-decoding.js';
import type { Direction } from '../../kafka/records/merge-page.js';
import { parsePartition } from '../../text/parse-partition.js';
import { kebab } from '../../text/letter-case.js';
import { parsePositions } from '../../text/positions.js';
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
  /** Nothing from there on is shown; null if there is no end but the log's. */
  readonly to: string | null;
  readonly search: Search;
  readonly isFollowing: boolean;
  readonly isolation: 'read_committed' | 'read_uncommitted';
  readonly decode: DecodeChoice;
}

/** What the view can show, besides the columns of a row, which it has anyway. */
const understood = new Set([
  ...['topic', 'partition', 'from', 'fromBeginning', 'to', 'follow', 'exit', 'isolation'],
  ...['grep', 'filter', 'key', 'allPartitions'],
  ...['decode', 'noDecode', 'protoPath'],
  ...['keys', 'headers', 'timestamps', 'partitions', 'offsets'],
]);

/** Of options that are not shown in a view: why, as `whyPrinted` says it. */
const reasons: Readonly<Record<string, string>> = {
  group: 'a view joins no group and commits nothing',
  include: 'a view shows one topic',
  maxMessages: 'a view reads as far as one goes (without -n it opens as one)',
  format: 'a view has columns of its own (without --format it opens as one)',
  raw: 'a view shows no bytes that could control the terminal (without --raw it opens as one)',
};

/** The question, or why no view answers it. Throws LabError 'usage'. */
export function questionOf(options: Readonly<Record<string, unknown>>): Question | string {
  const given = Object.entries(options).flatMap(([name, value]) => (isUnset(value) ? [] : [name]));
  const notShown = given.find((name) => !understood.has(name));
  if (notShown !== undefined) return reasons[notShown] ?? `a view does not have --${kebab(notShown)}`;
  const { topic, partition, from, fromBeginning, to, follow, grep, filter, key, allPartitions } = options;
  const isolation = options['isolation'] === 'read_uncommitted' ? 'read_uncommitted' : 'read_committed';
  const [first, ...others] = textsOf(topic);
  if (first === undefined) return 'no topic was named';
  if (others.length > 0) return 'a view shows one topic';
  const isFollowing = follow === true;
  const end = textOf(to) ?? null;
  if (isFollowing && end !== null) return 'a view that follows has no end (without --follow it opens as one)';
  // What cannot be understood is said before anything is asked.
  for (const position of [from, to]) if (typeof position === 'string') parsePositions(position, new Date());
  const begin = textOf(from) ?? (fromBeginning === true ? 'start' : undefined);
  return {
    ...{ topic: first, partitions: textsOf(partition).map(parsePartition), isFollowing, isolation },
    direction: begin === undefined || isFollowing ? 'older' : 'newer',
    from: begin === 'start' && !isFollowing ? null : (begin ?? null),
    to: end,
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
    ...{ topic, partitions: [], direction: 'older', from: null, to: null, isFollowing: false },
    ...{ search: noSearch, isolation: 'read_committed', decode: decodeByItself },
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
