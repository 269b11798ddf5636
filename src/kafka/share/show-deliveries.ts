/** Shows the records of deliveries, one delivery at a time, and says what becomes of each. */
import { LabError } from '../../text/errors.js';
import { unlessAborted } from '../../text/wait.js';
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import type { LentMemory } from '../../wire/reader/answer-memory.js';
import type { RecordPrinter } from '../records/print-records.js';
import { partitionKey, type TopicPartition } from '../session/partition-key.js';
import { countOf, type Acknowledged, type AcknowledgedRun, type OffsetRun } from './acknowledgements.js';
import { AcquiredRecords } from './acquired-records.js';
import type { Delivery } from './delivery.js';

export type Verdict = Extract<Acknowledged, 'accept' | 'release' | 'reject'>;

export interface AskedRecord extends TopicPartition {
  readonly offset: number;
  readonly deliveryCount: number;
}

/** Says at once what becomes of a record, by what is in it. */
export interface Judge {
  judge(record: RecordDecoder): Verdict;
}

export interface ShowSettings {
  readonly printer: RecordPrinter;
  /** The same for all, judged by what is in each, or asked of each; 'stop' leaves the record unanswered. */
  readonly verdict: Verdict | Judge | ((record: AskedRecord) => Promise<Verdict | 'stop'>);
  /** Aborted when nothing more is to be shown. */
  readonly signal: AbortSignal;
  /** No more is wanted: the limit is reached, or nobody reads the output. */
  done(why: 'limit' | 'interrupted'): void;
}

export interface ShownOfPartition extends TopicPartition {
  readonly records: number;
  /** Of those that were shown. */
  readonly highestOffset: number;
}

export class DeliveryScreen {
  readonly #settings: ShowSettings;
  readonly #cursor = new AcquiredRecords();
  readonly #counts = new Map<string, ShownOfPartition>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(settings: ShowSettings) {
    this.#settings = settings;
  }

  get counts(): readonly ShownOfPartition[] {
    return [...this.#counts.values()];
  }

  /** One at a time, in the order of the calls. */
  inTurn<T>(act: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(act);
    this.#turn = result.catch(() => undefined);
    return result;
  }

  /** To be called in turn. `settled` hears what was shown, as soon as it is. */
  async show(
    delivery: Delivery,
    memory: LentMemory,
    settled: (runs: readonly AcknowledgedRun[]) => void,
  ): Promise<void> {
    const { verdict } = this.#settings;
    if (typeof verdict === 'string') return this.#showAll(delivery, memory, verdict, settled);
    if (typeof verdict === 'object') return this.#judgeAll(delivery, verdict, settled);
    for (const { first, last } of delivery.rest) {
      for (let offset = first; offset <= last; offset += 1) {
        if (this.#isOver(delivery)) return;
        await this.#showOne(delivery, memory, offset, verdict, settled);
      }
    }
  }

  async #showAll(
    delivery: Delivery,
    memory: LentMemory,
    verdict: Verdict,
    settled: (runs: readonly AcknowledgedRun[]) => void,
  ): Promise<void> {
    const cursor = this.#cursor;
    cursor.openAcquired(delivery.records, delivery.partition, delivery.ranges);
    while (!cursor.done && !this.#isOver(delivery)) {
      if (!(await this.#print(memory))) return;
      const shown = cursor.takeShown();
      this.#count(delivery, shown);
      settled(delivery.settle(cursor.nextOffset, shown, verdict));
    }
  }

  async #judgeAll(
    delivery: Delivery,
    verdict: Judge,
    settled: (runs: readonly AcknowledgedRun[]) => void,
  ): Promise<void> {
    const cursor = this.#cursor;
    const { printer, done } = this.#settings;
    cursor.openAcquired(delivery.records, delivery.partition, delivery.ranges);
    while (!this.#isOver(delivery) && cursor.next()) {
      printer.print(cursor);
      const shown = cursor.takeShown();
      this.#count(delivery, shown);
      settled(delivery.settle(cursor.nextOffset, shown, verdict.judge(cursor)));
    }
    if (cursor.done) settled(delivery.settle(cursor.nextOffset, [], 'gap'));
    await printer.flush();
    if (printer.isDone) done('limit');
  }

  async #showOne(
    delivery: Delivery,
    memory: LentMemory,
    offset: number,
    ask: (record: AskedRecord) => Promise<Verdict | 'stop'>,
    settled: (runs: readonly AcknowledgedRun[]) => void,
  ): Promise<void> {
    const cursor = this.#cursor;
    const range = delivery.ranges.find(({ first, last }) => first <= offset && offset <= last);
    const deliveryCount = range?.deliveryCount ?? 0;
    // Printing may write to it, and it is read again for the next one.
    const records = Buffer.from(delivery.records);
    cursor.openAcquired(records, delivery.partition, [{ first: offset, last: offset, deliveryCount }]);
    if (!(await this.#print(memory))) return;
    const shown = cursor.takeShown();
    if (shown.length === 0) {
      settled(delivery.settle(Math.min(cursor.nextOffset, offset + 1), shown, 'gap'));
      return;
    }
    this.#count(delivery, shown);
    const { topic, partition } = delivery.partition;
    const verdict = await ask({ topic, partition, offset, deliveryCount }).catch(stopIfInterrupted);
    if (verdict === 'stop') this.#settings.done('interrupted');
    else settled(delivery.settle(offset + 1, shown, verdict));
  }

  /** False if it is not known to be shown: the reading stopped meanwhile, or nobody takes the output. */
  async #print(memory: LentMemory): Promise<boolean> {
    const { printer, signal, done } = this.#settings;
    const written = printer.printAll(this.#cursor, memory);
    if (written) {
      // A slow pipe must not keep ^C from ending it.
      const isWritten = await unlessAborted(
        written.then(() => true),
        signal,
      );
      if (isWritten !== true) return false;
    }
    if (printer.isDone) done('limit');
    return !printer.isCutOff;
  }

  #isOver({ isLost }: Delivery): boolean {
    return isLost || this.#settings.signal.aborted || this.#settings.printer.isDone;
  }

  #count({ partition: { topic, partition } }: Delivery, shown: readonly OffsetRun[]): void {
    const key = partitionKey(topic, partition);
    const { records, highestOffset } = this.#counts.get(key) ?? { records: 0, highestOffset: -1 };
    this.#counts.set(key, {
      ...{ topic, partition },
      records: records + countOf(shown),
      highestOffset: Math.max(highestOffset, shown.at(-1)?.last ?? -1),
    });
  }
}

function stopIfInterrupted(error: unknown): 'stop' {
  if (error instanceof LabError && error.code === 'interrupted') return 'stop';
  throw error;
}
