/** Which decoder a record's key and value have, by its topic: what a command reads its records through. */
import type { EncodedRecords } from '../../../finding/record-search.js';
import type { Registry } from '../../../registry/registry.js';
import { nameOfFormat, type Format } from '../../../schemas/format-name.js';
import { highestMark } from '../../../schemas/frames.js';
import { isDecodedByName } from '../../../schemas/internal/internal-topic-names.js';
import { LabError } from '../../../text/errors.js';
import { unlessAborted } from '../../../text/wait.js';
import type { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import type { PrintableRecord } from '../../../wire/print/record-format.js';
import { DecodedRecord, type RecordDecoders } from './decoded-record.js';
import { FixedPart } from './fixed-part.js';
import { FramedPart } from './framed-part.js';
import { InternalPart } from './internal-part.js';
import { formsOf, type Part, type PartDecoder } from './part-decoder.js';
import { RegistrySchemas } from './registry-schemas.js';
import { Undecoded } from './undecoded.js';
import { unusable } from './unusable.js';

/** Where a format is from decides what its files are relative to. */
export interface ChosenFormat {
  readonly format: Format;
  /** The absolute path of a file that it names; throws LabError. */
  resolve(file: string): string;
  /** It was asked for on the command line, not by a pattern that may also fit other topics. */
  readonly isRequired: boolean;
  /** Where it was said, if that was not on the command line: `/home/me/config.yml: formats.orders-*.value`. */
  readonly origin?: string;
}

export interface DecodingSettings {
  /** Undefined: as Kafka does in topics of its own; as the frame says, if there is a registry; otherwise not at all. */
  readonly formatOf: (topic: string, part: Part) => ChosenFormat | undefined;
  /** Opens it; undefined if none is named. */
  readonly registry: (() => Promise<Registry | undefined>) | undefined;
  /** Folders in which imports of .proto files are looked for. */
  readonly protoPaths: readonly string[];
  readonly signal: AbortSignal;
  note(text: string): void;
  /** Is there no end after which a report is read? */
  readonly follows: boolean;
  /** Of a clock that only goes forward, for pauses of a registry that does not answer. */
  readonly nowMs?: () => number;
}

const asTheyAre: RecordDecoders = { key: undefined, value: undefined };

/** `open` it on each record, then look at `record`. */
export class Decoding {
  readonly undecoded: Undecoded;
  readonly #settings: DecodingSettings;
  readonly #schemas: RegistrySchemas | undefined;
  readonly #decoders = new Map<string, RecordDecoders>();
  readonly #record = new DecodedRecord();
  #topic: string | undefined;
  #ofTopic = asTheyAre;

  constructor(settings: DecodingSettings) {
    this.#settings = settings;
    const { registry, note, follows, nowMs } = settings;
    this.undecoded = new Undecoded(follows ? note : undefined);
    this.#schemas = registry && new RegistrySchemas(registry, note, nowMs);
  }

  /** The record that was opened last, good until the next is. */
  get record(): PrintableRecord {
    return this.#record;
  }

  /** Whether a topic's records are decoded at all; call `prepare` before. */
  decodes(topic: string): boolean {
    const decoders = this.#decoders.get(topic);
    return decoders === undefined || decoders.key !== undefined || decoders.value !== undefined;
  }

  /**
   * Which records are more than their bytes, where that can be told at a glance: call `open` for those, and `countBare` for
   * others that are shown. `ofKeys`: keys are shown or searched too. Undefined where each has to be opened.
   */
  encodedIn(topic: string, ofKeys: boolean): EncodedRecords | undefined {
    const { key, value } = this.#decoders.get(topic) ?? {};
    if (!isFree(key) || !isFree(value)) return undefined;
    return {
      has: (cursor) =>
        (ofKeys && cursor.keyEnd >= 0 && key.mayDecode(cursor, cursor.keyStart, cursor.keyEnd)) ||
        (cursor.valueEnd >= 0 && value.mayDecode(cursor, cursor.valueStart, cursor.valueEnd)),
      hasNoneIn: (cursor) => cursor.isBare(highestMark),
    };
  }

  /** A record that is shown as it is, without `open`. */
  countBare({ keyEnd, valueEnd }: RecordDecoder, ofKeys: boolean): void {
    if (ofKeys && keyEnd >= 0) this.undecoded.countUnframed('key');
    if (valueEnd >= 0) this.undecoded.countUnframed('value');
  }

  /** Reads the files of formats. Throws LabError for those that cannot be used. */
  async prepare(topics: readonly string[]): Promise<void> {
    for (const topic of topics) {
      if (this.#decoders.has(topic)) continue;
      const key = await this.#partOf(topic, 'key');
      const value = await this.#partOf(topic, 'value');
      this.#decoders.set(topic, { key, value });
    }
  }

  /** The bytes of a key that is shown as `text`; undefined if there can be others. */
  async keyBytes(topic: string, text: string): Promise<Buffer | undefined> {
    await this.prepare([topic]);
    const part = this.#decoders.get(topic)?.key;
    if (part instanceof FixedPart) return part.encoded(text);
    // Coordinators do not choose a partition by the bytes of the key.
    if (part instanceof InternalPart) return undefined;
    const { registry } = this.#settings;
    if (!part || !registry) return Buffer.from(text);
    try {
      // Ids differ from version to version, and so does the hash.
      await (await registry())?.version(`${topic}-key`, 'latest');
      return undefined;
    } catch (error) {
      return error instanceof LabError && error.code === 'not-found' ? Buffer.from(text) : undefined;
    }
  }

  /** A promise: `record` can be looked at when it has resolved, and so long the cursor must not move. */
  open(cursor: RecordDecoder): Promise<void> | undefined {
    if (cursor.topic !== this.#topic) {
      const decoders = this.#decoders.get(cursor.topic);
      if (!decoders) return this.prepare([cursor.topic]).then(() => this.open(cursor));
      this.#topic = cursor.topic;
      this.#ofTopic = decoders;
    }
    const missing = this.#record.open(cursor, this.#ofTopic);
    return missing && this.#after(missing, cursor);
  }

  /** ^C must not wait for a registry. */
  async #after(missing: Promise<void>, cursor: RecordDecoder): Promise<void> {
    const { signal } = this.#settings;
    await unlessAborted(missing, signal);
    if (signal.aborted) throw new LabError('interrupted', '');
    await this.open(cursor);
  }

  async #partOf(topic: string, part: Part): Promise<PartDecoder | undefined> {
    const chosen = this.#settings.formatOf(topic, part);
    if (!chosen && isDecodedByName(topic)) return this.#internal(topic, part);
    if (!chosen) return this.#framed(part, chosen);
    const { format } = chosen;
    if (format.kind === 'registry' || format.kind === 'as-read') {
      requireWhole(format, part, chosen.origin);
      return this.#framed(part, chosen);
    }
    const { formatCodec } = await import('../../../schemas/choose/format-codec.js');
    const { decoder, description, encoder } = await formatCodec(format, {
      protoPaths: this.#settings.protoPaths,
      resolve: (file) => chosen.resolve(file),
    }).catch((error: unknown) => {
      throw chosen.origin === undefined ? error : unusable(error, chosen.origin);
    });
    const { undecoded } = this;
    const name = nameOfFormat(format);
    return new FixedPart({
      part,
      name,
      decoder,
      encoder,
      forms: formsOf(description),
      undecoded,
      framing: framingOf(format),
    });
  }

  async #internal(topic: string, part: Part): Promise<PartDecoder | undefined> {
    const { readerOf } = await import('../../../schemas/internal/internal-topics.js');
    const reader = readerOf(topic);
    return reader && new InternalPart({ part, reader, undecoded: this.undecoded });
  }

  #framed(part: Part, chosen: ChosenFormat | undefined): PartDecoder | undefined {
    const schemas = this.#schemas;
    const isRequired = chosen?.isRequired ?? false;
    if (schemas) return new FramedPart({ part, schemas, undecoded: this.undecoded, isRequired });
    if (!chosen) return undefined;
    throw new LabError('usage', `${part}=registry: which schema registry? The connection names none.`, {
      hint: 'Name one: --registry URL, or schemaRegistry in the connection',
    });
  }
}

/** Nothing is expected of it. */
function isFree(part: PartDecoder | undefined): part is FramedPart {
  return part instanceof FramedPart && !part.isRequired;
}

/** A schema that is named would be ignored, as each record names its own. Throws LabError 'usage'. */
function requireWhole(format: Format, part: Part, origin: string | undefined): void {
  const { id, subject, message } = format.kind === 'registry' ? format : {};
  if ((id ?? subject ?? message) === undefined) return;
  const what = 'registry takes no schema here, because each record names its own.';
  const error = new LabError('usage', origin === undefined ? `--decode ${part}: ${what}` : what, {
    hint: 'For records that name none, use a file: kafka-lab schemas get SUBJECT -o plain > FILE.avsc, then avro:FILE.avsc',
  });
  throw origin === undefined ? error : unusable(error, origin);
}

function framingOf({ kind }: Format): 'plain' | 'protobuf' | undefined {
  if (kind === 'protobuf' || kind === 'raw-protobuf') return 'protobuf';
  return kind === 'avro' || kind === 'json-schema' ? 'plain' : undefined;
}
