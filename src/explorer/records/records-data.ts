/** What the records view has to show: a few chunks of a topic's log around the cursor, or its tail. */
import type { SearchedPartition } from '../../finding/search-report.js';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import type { Bounds, Positions } from '../../kafka/records/read-page.js';
import type { Int64 } from '../../text/int64.js';
import type { Question } from './question.js';
import type { Tail } from './tail-state.js';

/** So many records of the log, in the order of the list. */
export interface Chunk {
  readonly index: number;
  readonly records: readonly CopiedRecord[];
  /** How far it was read, and where the next one begins when it is full. */
  readonly next: Positions;
}

/** What a search has looked at. */
export interface Coverage {
  readonly partitions: readonly SearchedPartition[];
  readonly scanned: number;
  readonly matched: number;
  /** Of the records seen. */
  readonly times: { readonly earliestMs: Int64; readonly latestMs: Int64 } | null;
  /** Why nothing may have matched. */
  readonly hints: readonly string[];
  readonly spentMs: number;
  /** It runs until all chunks in demand are full, or its time is over. */
  readonly state: 'runs' | 'ends' | 'stopped';
}

interface Common {
  /** What this is the answer to. */
  readonly question: Question;
  /** Another one if the topic was deleted and created again; null before Kafka 2.8. */
  readonly topicId: string | null;
  readonly nowMs: number;
  readonly notes: readonly string[];
  /** How many partitions were asked for, and how many of them can be read. */
  readonly asked: number;
  readonly read: number;
}

/** What was looked up of a position and a key. */
export interface Beginning {
  /** The partition that the key is in, of so many. */
  readonly partitionOf: ((partitionCount: number) => number) | undefined;
  /** The partitions that the position names; undefined: all of them. */
  readonly named: ReadonlySet<number> | undefined;
  readonly offsets: Positions;
  /** Behind the last record that is asked for; empty if that is where the log ends. */
  readonly ends: Positions;
  readonly notes: readonly string[];
}

export interface PagesData extends Common {
  readonly kind: 'pages';
  readonly beginning: Beginning;
  readonly bounds: ReadonlyMap<number, Bounds>;
  /** Where chunk 0 begins; chunk -1 is read from there, too, in the other direction. */
  readonly start: Positions;
  /** Neighbours, by index. */
  readonly chunks: readonly Chunk[];
  /** Where each chunk that is known of is read from, by its index. */
  readonly edges: ReadonlyMap<number, Positions>;
  /** Undefined if nothing is searched for. */
  readonly coverage: Coverage | undefined;
  /** Chunks in demand are being read. */
  readonly isReading: boolean;
}

export interface TailData extends Common {
  readonly kind: 'tail';
  readonly tail: Tail;
}

export type RecordsData = PagesData | TailData;

/** In the order of the list. */
export function recordsOf(data: RecordsData | undefined): readonly CopiedRecord[] {
  if (data === undefined) return [];
  return data.kind === 'tail' ? data.tail.rows : data.chunks.flatMap(({ records }) => records);
}
