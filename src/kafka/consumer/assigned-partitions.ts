/** Reads the partitions that a member has been given, as `consume` reads without a group, and commits what was printed. */
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { describeReadEvent } from '../../wire/reader/read-event.js';
import type { LentMemory } from '../../wire/reader/answer-memory.js';
import { readPartitions, type PartitionRange, type Verdict } from '../../wire/reader/reader.js';
import type { RecordPrinter } from '../records/print-records.js';
import { createLeaderDirectory } from '../records/leader-directory.js';
import { pause } from '../../text/wait.js';
import type { TopicState } from '../session/metadata.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import { beginOffsets, type BeginSettings } from './begin-offsets.js';
import type { Committer } from './committer.js';

export interface ReadingSettings extends BeginSettings {
  readonly topics: readonly string[];
  readonly printer: RecordPrinter;
  readonly committer: Committer;
  readonly follow: boolean;
  committedOffsets(): Promise<ReadonlyMap<string, number>>;
  /** Everything was read to those ends, or as much as was asked for; not called after `release`. */
  ended(why: 'end' | 'limit'): void;
  failed(error: unknown): void;
  note(text: string): void;
}

interface Reading {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

type Ending = 'end' | 'limit' | 'interrupted';

/** A partition without a leader is looked at again after this, if there is no end. */
const lookAgainMs = 1000;

export class AssignedPartitions {
  readonly #settings: ReadingSettings;
  #reading: Reading | undefined;
  /** Output that is on its way; what it holds is committed after it. */
  #printing: Promise<void> | undefined;
  readonly #leftOut = new Set<string>();
  readonly #counts = new Map<string, { topic: string; partition: number; records: number }>();

  constructor(settings: ReadingSettings) {
    this.#settings = settings;
  }

  /** What was printed, by partition. */
  get counts(): readonly { topic: string; partition: number; records: number }[] {
    return [...this.#counts.values()];
  }

  /** A partition had to be left out. */
  get isPartial(): boolean {
    return this.#leftOut.size > 0;
  }

  /** `kept`: these go on where they are, whatever was committed. */
  take(partitions: readonly TopicPartition[], kept: ReadonlySet<string>): void {
    const stop = new AbortController();
    const done = this.#read(partitions, kept, stop.signal).then(
      (why) => {
        if (!stop.signal.aborted && why !== 'interrupted') this.#settings.ended(why);
      },
      (error: unknown) => {
        if (!stop.signal.aborted) this.#settings.failed(error);
      },
    );
    this.#reading = { stop, done };
  }

  /** Resolves when nothing is read any more, and what was printed is committed as far as the group takes it. */
  async release(): Promise<void> {
    this.#reading?.stop.abort();
    await this.#reading?.done;
    await this.#printing;
    await this.#settings.committer.finish();
  }

  async #read(
    partitions: readonly TopicPartition[],
    kept: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<Ending> {
    const { follow } = this.#settings;
    for (let known = kept; ; known = new Set(partitions.map(keyOf))) {
      const { ranges, leftOut, topics } = await this.#rangesOf(partitions, known);
      if (leftOut.length === 0 || !follow) {
        const why = await this.#readRanges(topics, ranges, signal);
        // Its topics are deleted: the group gives it others, if there are any.
        if (follow && why === 'end' && partitions.length > 0) {
          const names = [...new Set(partitions.map(({ topic }) => topic))].join(', ');
          this.#settings.note(
            `Nothing is left to read of ${names}; this member waits for what the group gives it next. To read topics that are made anew under these names, end it (^C) and start it again.`,
          );
        }
        if (follow && why === 'end') await untilAborted(signal);
        return follow && why === 'end' ? 'interrupted' : why;
      }
      // Not AbortSignal.any with AbortSignal.timeout: Node 20 may collect that one before it is over.
      const lookAgain = new AbortController();
      const again = () => lookAgain.abort();
      signal.addEventListener('abort', again, { once: true });
      const timer = setTimeout(again, lookAgainMs);
      const why = await this.#readRanges(topics, ranges, lookAgain.signal).finally(() => {
        clearTimeout(timer);
        signal.removeEventListener('abort', again);
      });
      if (why === 'end') await pause(lookAgainMs, signal);
      if (signal.aborted || why === 'limit') return why;
      await this.#printing;
    }
  }

  async #readRanges(
    topics: readonly TopicState[],
    ranges: readonly PartitionRange[],
    signal: AbortSignal,
  ): Promise<Ending> {
    const { session, isolation, printer, follow, note } = this.#settings;
    const reports = await readPartitions({
      directory: createLeaderDirectory(session, topics),
      ranges,
      isolation,
      signal,
      onRecords: { borrow: (cursor, memory) => this.#print(cursor, memory) },
      onEvent: (event) => note(describeReadEvent(event)),
      // What comes later is read later, however long a broker is down.
      ...(follow ? { giveUpAfterMs: Infinity } : {}),
    });
    for (const { topic, partition, records } of reports) this.#count(topic, partition, records);
    if (printer.isDone) return 'limit';
    return reports.some(({ stopped }) => stopped === 'interrupted') ? 'interrupted' : 'end';
  }

  /** Where to begin and to stop in each partition; `leftOut` are those of which that is not known. */
  async #rangesOf(partitions: readonly TopicPartition[], kept: ReadonlySet<string>) {
    const { session, committer, follow, ends } = this.#settings;
    const [committed, { topics }] = await Promise.all([
      this.#settings.committedOffsets(),
      session.metadata(this.#settings.topics),
    ]);
    const knownIn = (key: string) =>
      (kept.has(key) ? committer.positionOf(key) : undefined) ?? committed.get(key);
    const firsts = await beginOffsets(
      this.#settings,
      topics,
      partitions.filter((each) => knownIn(keyOf(each)) === undefined),
    );
    const ranges: PartitionRange[] = [];
    const leftOut: string[] = [];
    for (const each of partitions) {
      const { topic, partition } = each;
      const key = keyOf(each);
      const end = ends.get(key);
      const from = knownIn(key) ?? firsts.get(key)?.offset ?? null;
      // A partition that was added since the start has nothing that was there then.
      const to = follow ? null : end === undefined ? 0 : end.offset;
      if (from === null || (!follow && to === null)) {
        leftOut.push(key);
        this.#leaveOut(
          key,
          `${topic}[${partition}]`,
          (from === null ? firsts.get(key) : end)?.problem ?? null,
        );
      } else {
        this.#leftOut.delete(key);
        ranges.push({ topic, partition, from, to });
      }
    }
    return { ranges, leftOut, topics };
  }

  #leaveOut(key: string, name: string, problem: string | null): void {
    if (this.#leftOut.has(key)) return;
    this.#leftOut.add(key);
    const reason = problem ?? 'its offsets are unknown';
    this.#settings.note(
      this.#settings.follow ? `${name} cannot be read yet: ${reason}.` : `${name} is left out: ${reason}.`,
    );
  }

  #print(cursor: RecordDecoder, memory: LentMemory): Verdict | Promise<Verdict> {
    const { printer, committer } = this.#settings;
    const { topic, partition } = cursor;
    const written = printer.printAll(cursor, memory);
    const { nextOffset: next } = cursor;
    const shown = () => {
      committer.add({ topic, partition, next });
      return printer.isDone ? ('stop' as const) : undefined;
    };
    if (!written) return shown();
    const verdict = written.then(shown);
    this.#printing = verdict.then(
      () => undefined,
      () => undefined,
    );
    return verdict;
  }

  #count(topic: string, partition: number, records: number): void {
    const key = partitionKey(topic, partition);
    const before = this.#counts.get(key)?.records ?? 0;
    this.#counts.set(key, { topic, partition, records: before + records });
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

function keyOf({ topic, partition }: TopicPartition): string {
  return partitionKey(topic, partition);
}
