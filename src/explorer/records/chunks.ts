/** Which chunks of the log are in demand, and what is known when one was read: pure. */
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import type { Direction } from '../../kafka/records/merge-page.js';
import type { Bounds, Positions, RecordPage } from '../../kafka/records/read-page.js';
import type { Chunk, Coverage, PagesData } from './records-data.js';
import { isSearch } from './search.js';

/** Records of a chunk: that before and that behind the cursor's are there, too, which is more than a screen has. */
const chunkSize = 50;

/** In which direction a chunk is read: away from where one began. */
function directionOf({ question }: PagesData, index: number): Direction {
  if (index >= 0) return question.direction;
  return question.direction === 'older' ? 'newer' : 'older';
}

function isAtEnd(positions: Positions, bounds: ReadonlyMap<number, Bounds>, direction: Direction): boolean {
  return [...positions].every(([partition, position]) => {
    const bound = bounds.get(partition);
    return !bound || (direction === 'newer' ? position >= bound.end : position <= bound.low);
  });
}

export interface WantedChunk {
  readonly index: number;
  readonly direction: Direction;
  /** Where reading goes on. */
  readonly positions: Positions;
  readonly size: number;
}

/** The next one to be read, that of the cursor first; undefined if all around it are there. */
export function wantedChunk(data: PagesData, at: number): WantedChunk | undefined {
  const { question, chunks, bounds } = data;
  for (const index of [at, at + 1, at - 1]) {
    // Before a place that one went to on purpose nothing is searched.
    if (index < 0 && isSearch(question.search) && question.from !== null) continue;
    const known = chunks.find((each) => each.index === index);
    const positions = known?.next ?? edgeOf(data, index);
    const size = chunkSize - (known?.records.length ?? 0);
    const direction = directionOf(data, index);
    if (positions && size > 0 && !isAtEnd(positions, bounds, direction)) {
      return { index, direction, positions, size };
    }
  }
  return undefined;
}

/** The chunk that the cursor is in, or the first: after a beginning anew not all are known. */
export function placeIn(data: PagesData, chunk: number): number {
  const isKnown = data.chunks.some(({ index }) => index === chunk) || edgeOf(data, chunk) !== undefined;
  return isKnown ? chunk : 0;
}

/** Can what was read stay? Not if partitions were added or found their leader, or if the topic was made anew. */
export function isSameLog(
  { start, bounds }: Pick<PagesData, 'start' | 'bounds'>,
  now: Pick<PagesData, 'bounds'>,
): boolean {
  return [...now.bounds].every(
    ([partition, { end }]) => start.has(partition) && end >= (bounds.get(partition)?.end ?? 0),
  );
}

/** Where a chunk begins; undefined while the one before it is not read to its end. */
function edgeOf({ edges, start }: PagesData, index: number): Positions | undefined {
  return index === 0 || index === -1 ? start : edges.get(index);
}

/** With what was read of one chunk; those that are far from the cursor are forgotten. */
export function withPage(data: PagesData, { index }: WantedChunk, page: RecordPage, at: number): PagesData {
  const before = data.chunks.find((each) => each.index === index)?.records ?? [];
  const records = index < 0 ? [...page.records.toReversed(), ...before] : [...before, ...page.records];
  const chunk: Chunk = { index, records, next: page.next };
  const edges = new Map(data.edges);
  if (records.length >= chunkSize) edges.set(index < 0 ? index - 1 : index + 1, page.next);
  const chunks = [...data.chunks.filter((each) => each.index !== index), chunk]
    .filter((each) => Math.abs(each.index - at) <= 1)
    .sort((one, other) => one.index - other.index);
  return { ...data, chunks, edges };
}

/** From the outermost positions that were reached. */
export function searchedPartitions({
  question,
  start,
  edges,
  chunks,
  bounds,
}: PagesData): Coverage['partitions'] {
  const reached = [...edges.values(), ...chunks.map(({ next }) => next)];
  return [...start].map(([partition, begun]) => {
    const all = [begun, ...reached.map((each) => each.get(partition) ?? begun)];
    const [from, next] = [Math.min(...all), Math.max(...all)];
    const found = chunks.flatMap(({ records }) => records).filter((each) => each.partition === partition);
    return {
      ...{ topic: question.topic, partition, from, next, to: bounds.get(partition)?.end ?? null },
      records: found.length,
    };
  });
}

/** The earliest and the latest time of records seen. */
export function widened(
  times: Coverage['times'],
  { timestamp }: Pick<CopiedRecord, 'timestamp'>,
): Coverage['times'] {
  // -1 is Kafka's word for no timestamp.
  if (timestamp === -1) return times;
  if (!times) return { earliestMs: timestamp, latestMs: timestamp };
  const { earliestMs, latestMs } = times;
  if (timestamp >= earliestMs && timestamp <= latestMs) return times;
  return timestamp < earliestMs ? { earliestMs: timestamp, latestMs } : { earliestMs, latestMs: timestamp };
}
