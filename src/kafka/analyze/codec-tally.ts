/** Codecs, and what they save: known of the batches that are unpacked, which are all of them or a few. */
import { compressions } from '../../wire/batch/codecs/compression.js';
import type { RecordDecoder } from '../../wire/batch/record-batch-decoder.js';
import { headerBytes } from '../../wire/batch/record-batch.js';
import type { CodecFigures } from './analysis.js';

/** Of compressed batches, unless all are unpacked anyway: enough for a ratio, and a small part of the time that reading takes. */
const mostSamples = 50;
const mostSampledBytes = 4 * 1024 * 1024;

interface Counted {
  batches: number;
  records: number;
  storedBytes: number;
  readonly unpacked: { batches: number; storedBytes: number; bytes: number };
}

export class CodecTally {
  readonly #byCodec: Counted[] = compressions.map(() => ({
    batches: 0,
    records: 0,
    storedBytes: 0,
    unpacked: { batches: 0, storedBytes: 0, bytes: 0 },
  }));
  readonly #offsetsEach: number;
  #offsets = 0;
  #sampledBytes = 0;

  /** `offsets`: how many will pass; samples are spread evenly over them. */
  constructor(offsets: number) {
    this.#offsetsEach = offsets / mostSamples;
  }

  /** A batch with records. True if it should be unpacked, and told to `addUnpacked`. */
  add({ header }: RecordDecoder, records: number): boolean {
    // Unknown ones are refused when they are unpacked.
    const codec = this.#byCodec[header.compression];
    if (!codec) return true;
    codec.batches += 1;
    codec.records += records;
    codec.storedBytes += storedBytesOf(header);
    this.#offsets += records;
    if (header.compression === 0) {
      // There is nothing to unpack.
      this.#addTo(codec, storedBytesOf(header), storedBytesOf(header));
      return false;
    }
    if (codec.unpacked.batches > 0) {
      if (this.#offsets < this.#offsetsEach || this.#sampledBytes >= mostSampledBytes) return false;
    }
    this.#offsets = 0;
    this.#sampledBytes += header.sizeBytes;
    return true;
  }

  /** The batch under the cursor, unpacked. */
  addUnpacked({ header, recordsStart, recordsEnd }: RecordDecoder): void {
    const codec = this.#byCodec[header.compression];
    if (codec && header.compression !== 0)
      this.#addTo(codec, storedBytesOf(header), recordsEnd - recordsStart);
  }

  #addTo({ unpacked }: Counted, storedBytes: number, bytes: number): void {
    unpacked.batches += 1;
    unpacked.storedBytes += storedBytes;
    unpacked.bytes += bytes;
  }

  /** Those that occur, with the most records first. */
  figures(): readonly CodecFigures[] {
    return this.#byCodec
      .flatMap((counted, index): CodecFigures[] => {
        const codec = compressions[index];
        const { unpacked } = counted;
        if (codec === undefined || counted.batches === 0) return [];
        return [
          {
            codec,
            ...counted,
            ratio: unpacked.storedBytes === 0 ? null : unpacked.bytes / unpacked.storedBytes,
          },
        ];
      })
      .sort((one, other) => other.records - one.records);
  }
}

/** Old messages have no header of a batch, and what wraps them is a few bytes. */
function storedBytesOf({ isBatch, sizeBytes }: RecordDecoder['header']): number {
  return isBatch ? sizeBytes - headerBytes : sizeBytes;
}
