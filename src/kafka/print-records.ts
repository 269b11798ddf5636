/** Records to a sink, in a format, up to a limit: what both ways of reading share. */
import type { Sink } from '../command.js';
import { OutputBuffer } from '../wire/output-buffer.js';
import type { PrintableRecord, RecordFormat } from '../wire/record-format.js';

export class RecordPrinter {
  readonly #format: RecordFormat;
  readonly #sink: Sink;
  readonly #limit: number;
  readonly #out = new OutputBuffer();
  #printed = 0;
  #isFinished = false;

  constructor(format: RecordFormat, sink: Sink, limit: number) {
    this.#format = format;
    this.#sink = sink;
    this.#limit = limit;
    this.#out.text(format.begin);
  }

  get printed(): number {
    return this.#printed;
  }

  /** True when nothing more is wanted: the limit is reached, or nobody reads the output any longer. */
  get isDone(): boolean {
    return this.#isFinished || this.#printed >= this.#limit || !this.#sink.open;
  }

  get needsFlush(): boolean {
    return this.#out.isFull;
  }

  print(record: PrintableRecord): void {
    this.#format.write(record, this.#out);
    this.#printed += 1;
  }

  /** Resolves when the sink wants more. */
  flush(): Promise<void> | void {
    if (!this.#out.isEmpty) return this.#sink.write(this.#out.take());
  }

  /** Nothing can be printed behind the end. */
  async finish(): Promise<void> {
    this.#isFinished = true;
    this.#out.text(this.#format.end);
    await this.flush();
  }
}
