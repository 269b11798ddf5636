/** Writes records to a sink, in a format, up to a limit: shared by all ways of reading. */
import type { Sink } from '../../view/sink.js';
import { LabError } from '../../text/errors.js';
import type { EncodedRecords, RecordSearch } from '../../finding/record-search.js';
import { ValueCompactor } from '../../wire/print/compact-values.js';
import { OutputBuffer } from '../../wire/print/output-buffer.js';
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import type { LentMemory } from '../../wire/reader/answer-memory.js';
import type { PrintableRecord, RecordFormat } from '../../wire/print/record-format.js';
import type { Decoding } from './decoding/decoding.js';

const allRecords: EncodedRecords = { has: () => true, hasNoneIn: () => false };
/** Smaller chunks are collected: a write call costs more than copying them. */
const worthAWriteBytes = 64 * 1024;

interface DecodedValues {
  readonly decoding: Decoding;
  readonly encoded: EncodedRecords;
}

export class RecordPrinter {
  readonly #format: RecordFormat;
  readonly #sink: Sink;
  readonly #limit: number;
  readonly #out = new OutputBuffer();
  readonly #compactor: ValueCompactor | undefined;
  readonly #decoding: Decoding | undefined;
  #printed = 0;
  #isFinished = false;

  /** `decoding`: what the records are read through; undefined for their bytes as they are. */
  constructor(format: RecordFormat, sink: Sink, limit: number, decoding?: Decoding) {
    this.#decoding = decoding;
    this.#format = format;
    this.#sink = sink;
    this.#limit = limit;
    this.#compactor =
      format.bareValues === undefined ? undefined : new ValueCompactor(format.bareValues === 'raw');
    this.#out.text(format.begin);
  }

  get printed(): number {
    return this.#printed;
  }

  /** True when no more is wanted: the limit is reached, or the reader of the output has gone. */
  get isDone(): boolean {
    return this.#isFinished || this.#printed >= this.#limit || !this.#sink.open;
  }

  /** The reader of the output has gone: what was printed last may not have reached him. */
  get isCutOff(): boolean {
    return !this.#sink.open;
  }

  get needsFlush(): boolean {
    return this.#out.isFull;
  }

  print(record: PrintableRecord): void {
    this.#format.write(record, this.#out);
    this.#printed += 1;
  }

  /**
   * Prints what the cursor has, or what the search finds in it, until the sink needs a pause, or a schema has to be fetched:
   * then the promise resolves when it can take more. `memory`: where the cursor's records lie, which is held as long as output
   * refers to it.
   */
  printAll(cursor: RecordDecoder, memory: LentMemory, search?: RecordSearch): Promise<void> | void {
    if (this.#decoding?.decodes(cursor.topic) === true) {
      const isBareValue = this.#compactor !== undefined && !search;
      const encoded = this.#decoding.encodedIn(cursor.topic, !isBareValue);
      return this.#compactor && isBareValue && encoded
        ? this.#printValues(cursor, memory, this.#compactor, { decoding: this.#decoding, encoded })
        : this.#printDecoded(cursor, memory, search, this.#decoding, encoded);
    }
    if (this.#compactor && !search) return this.#printValues(cursor, memory, this.#compactor);
    try {
      while (!this.isDone && (search ? search.next(cursor) : cursor.next())) {
        this.print(cursor);
        if (this.needsFlush) {
          const flushed = this.flush();
          if (flushed) return flushed;
        }
      }
    } catch (error) {
      // What was found before is shown.
      void this.flush();
      throw error;
    }
    // With --follow each record is shown when it comes.
    return this.flush();
  }

  #printDecoded(
    cursor: RecordDecoder,
    memory: LentMemory,
    search: RecordSearch | undefined,
    decoding: Decoding,
    encoded: EncodedRecords = allRecords,
  ): Promise<void> | void {
    const next = () => {
      if (search) return search.nextOrEncoded(cursor, encoded);
      return cursor.next() && (encoded.has(cursor) ? 'encoded' : 'match');
    };
    try {
      for (let found; !this.isDone && (found = next()) !== false;) {
        if (found === 'match') {
          decoding.countBare(cursor, true);
          this.print(cursor);
        } else {
          const missing = decoding.open(cursor);
          if (missing) return this.#printLater(missing, memory.hold(), search, decoding);
          this.#printMatch(search, decoding);
        }
        if (this.needsFlush) {
          const flushed = this.flush();
          if (flushed) return flushed;
        }
      }
    } catch (error) {
      void this.flush();
      throw error;
    }
    return this.flush();
  }

  #printMatch(search: RecordSearch | undefined, { record }: Decoding): void {
    if (!search || search.matches(record)) this.print(record);
  }

  /** What was found before is shown meanwhile, and the record that waits before the next one. */
  async #printLater(
    missing: Promise<void>,
    letGo: () => void,
    search: RecordSearch | undefined,
    decoding: Decoding,
  ): Promise<void> {
    try {
      await this.flush();
      await missing;
      // It was not printed, so it must not count as read.
      if (this.isDone) throw new LabError('interrupted', '');
      this.#printMatch(search, decoding);
    } finally {
      letGo();
    }
    if (this.needsFlush) await this.flush();
  }

  /** `decoded`: which of the values are; the others are moved as they are. */
  #printValues(
    cursor: RecordDecoder,
    memory: LentMemory,
    compactor: ValueCompactor,
    decoded?: DecodedValues,
  ): Promise<void> | void {
    const stopsAt = decoded && stopsAtEncoded(decoded);
    while (!this.isDone) {
      const chunk = compactor.take(cursor, this.#limit - this.#printed, stopsAt);
      if (!chunk) break;
      this.#printed += compactor.records;
      const written = chunk.length > 0 ? this.#writeChunk(chunk, memory) : undefined;
      // The cursor cannot go back: what it stands on is printed before any pause.
      const later =
        decoded && compactor.isStopped ? this.#printOne(cursor, memory, decoded.decoding) : undefined;
      if (written && later) return Promise.all([written, later]).then(() => undefined);
      if (written || later) return written ?? later;
      // Where one begins with a frame, most do.
      if (decoded && compactor.records === 0)
        return this.#printDecoded(cursor, memory, undefined, decoded.decoding);
    }
    return this.flush();
  }

  #writeChunk(chunk: Buffer, memory: LentMemory): Promise<void> | void {
    if (chunk.length < worthAWriteBytes) {
      this.#out.copy(chunk, 0, chunk.length);
      return this.needsFlush ? this.flush() : undefined;
    }
    const written = this.flush();
    const sent = this.#sink.lend(chunk, memory.hold());
    if (written || sent) return Promise.all([written, sent]).then(() => undefined);
  }

  #printOne(cursor: RecordDecoder, memory: LentMemory, decoding: Decoding): Promise<void> | void {
    const missing = decoding.open(cursor);
    if (missing) return this.#printLater(missing, memory.hold(), undefined, decoding);
    this.print(decoding.record);
    return this.needsFlush ? this.flush() : undefined;
  }

  /** Resolves when the sink can take more. */
  flush(): Promise<void> | void {
    if (this.#out.isEmpty) return;
    const taken = this.#out.take();
    return this.#sink.lend(taken, () => this.#out.giveBack(taken));
  }

  /** Nothing can be printed after the end. */
  async finish(): Promise<void> {
    this.#isFinished = true;
    this.#out.text(this.#format.end);
    await this.flush();
  }
}

function stopsAtEncoded({ decoding, encoded }: DecodedValues): (cursor: RecordDecoder) => boolean {
  return (cursor) => {
    if (encoded.has(cursor)) return true;
    decoding.countBare(cursor, false);
    return false;
  };
}
