/** The usual consumer of the stream during a drill, and the reader of the whole log afterwards. */
import type { Isolation } from '../../../kafka/records/read-ranges.js';
import type { KafkaSession } from '../../../kafka/session/session.js';
import { LabError } from '../../../text/errors.js';
import { askAgain } from '../../../text/wait.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import { readPartitions, type LeaderDirectory } from '../../../wire/reader/reader.js';
import type { Brokers } from './brokers.js';
import type { Ledger, Sighting } from './ledger.js';
import { endsOf } from './log-ends.js';
import type { Stage, StreamReader } from './stage.js';
import { idOf } from './tap.js';

/** A drill's outages are longer than a reader's default time-out. */
const giveUpAfterMs = 300_000;

/** A record of the log, read back. */
export type LoggedRecord = Omit<Sighting, 'atMs'>;

function directoryOf(brokers: Brokers): LeaderDirectory {
  return {
    async leaderOf(topic, partition) {
      const leader = (await brokers.view(topic))?.partitions[partition]?.leader ?? null;
      if (leader === null) throw new LabError('unreachable', `${topic}[${partition}] has no leader`);
      return brokers.connection(leader);
    },
    refresh: () => Promise.resolve(),
  };
}

/** Reads all partitions from the beginning, without a group. */
export function startReader({ topic, settings, brokers, ledger, session }: Stage): StreamReader {
  const { partitions } = settings;
  const over = new AbortController();
  const reading = readPartitions({
    directory: directoryOf(brokers),
    ranges: Array.from({ length: partitions }, (_, partition) => ({ topic, partition, from: 0, to: null })),
    isolation: 'read_uncommitted',
    signal: over.signal,
    giveUpAfterMs,
    onRecords(cursor) {
      while (cursor.next()) ledger.read(idOf(cursor), cursor.partition, cursor.offset);
      return undefined;
    },
  });
  reading.catch(() => undefined);
  return {
    toTheEnd: (withinMs) => untilRead({ topic, settings, ledger, session }, withinMs),
    async stop() {
      over.abort();
      await reading;
    },
  };
}

/** Waits until the ledger has a reading of the last record of each partition. */
export async function untilRead(
  { topic, settings, ledger, session }: Pick<Stage, 'topic' | 'settings' | 'ledger' | 'session'>,
  withinMs: number,
): Promise<void> {
  const isAtEnd = async () => {
    const ends = await endsOf(topic, settings.partitions, session).catch(() => undefined);
    const next = ends?.map((_, partition) => nextIn(ledger, partition));
    return ends && next && ends.every((end, index) => (next[index] ?? 0) >= end);
  };
  await askAgain(isAtEnd, { timeoutMs: withinMs, pauseMs: 200 }, Boolean);
}

function nextIn({ reads }: Ledger, partition: number): number {
  return reads.reduce(
    (most, each) => (each.partition === partition ? Math.max(most, each.offset + 1) : most),
    0,
  );
}

/** Every record in the topic, by offset. */
export async function readLog(
  topic: string,
  partitions: number,
  { session, brokers }: { readonly session: KafkaSession; readonly brokers: Brokers },
  isolation: Isolation = 'read_uncommitted',
): Promise<readonly LoggedRecord[]> {
  const ends = await endsOf(topic, partitions, session, isolation);
  const look = (cursor: RecordDecoder) => ({
    ...{ id: idOf(cursor), partition: cursor.partition, offset: cursor.offset },
  });
  return readBack(topic, ends, brokers, look, isolation);
}

/** `ends`: of each partition, exclusive. */
export async function readBack<T>(
  topic: string,
  ends: readonly number[],
  brokers: Brokers,
  look: (cursor: RecordDecoder) => T,
  isolation: Isolation = 'read_uncommitted',
): Promise<readonly T[]> {
  const found: T[] = [];
  await readPartitions({
    directory: directoryOf(brokers),
    ranges: ends.flatMap((to, partition) => (to > 0 ? [{ topic, partition, from: 0, to }] : [])),
    isolation,
    signal: new AbortController().signal,
    onRecords(cursor) {
      while (cursor.next()) found.push(look(cursor));
      return undefined;
    },
  });
  return found;
}
