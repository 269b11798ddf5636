/** The schemas that frames name: each is asked for once, and made into a decoder when its first record comes. */
import type { Registry, StoredSchema } from '../../../registry/registry.js';
import { LabError } from '../../../text/errors.js';
import { nameOf, NoSchema, type FoundSchema, type SchemaUse } from './known-schema.js';
import { isOutage, Outage } from './outage.js';

/** Bytes that merely look like frames may have any id: beyond these the registry is not asked. */
const mostUnknown = 100;
/** So long an id that the registry does not know is taken for unknown: a record may come before its schema is readable. */
const unknownMs = 60_000;
/** Schemas that are kept at a time; a read that has more of them fetches some again. */
const mostKept = 2000;

export class RegistrySchemas {
  readonly #open: () => Promise<Registry | undefined>;
  #registry: Registry | undefined;
  readonly #found = new Map<number, FoundSchema>();
  readonly #foundOtherwise = new Map<string, FoundSchema>();
  readonly #note: (text: string) => void;
  readonly #nowMs: () => number;
  readonly #outage: Outage;
  #unknown = 0;
  /** Why there is no registry to ask. */
  #missing: NoSchema | undefined;
  #exhausted: NoSchema | undefined;

  /**
   * `open` is called with the first frame, as it may ask for a password. `note`: told if the registry cannot be asked, and when
   * it can be again. `nowMs`: of a clock that only goes forward.
   */
  constructor(
    open: () => Promise<Registry | undefined>,
    note: (text: string) => void,
    nowMs = () => performance.now(),
  ) {
    this.#open = open;
    this.#note = note;
    this.#nowMs = nowMs;
    this.#outage = new Outage(nowMs);
  }

  /** Until then no frame can be told for sure. */
  get isOpen(): boolean {
    return this.#registry !== undefined || this.#missing !== undefined;
  }

  async open(): Promise<void> {
    try {
      this.#registry = await this.#open();
      if (!this.#registry) this.#missing = new NoSchema('no schema registry is named');
    } catch (error) {
      if (error instanceof LabError && error.code === 'interrupted') throw error;
      // A login that is missing stays so: it is not asked for with each record.
      const message = messageOf(error);
      this.#missing = new NoSchema(`its schema is unknown: ${message}`);
      this.#note(`No schema registry is asked: ${message}. What it would explain is shown as bytes.`);
    }
  }

  get longIds(): boolean {
    return this.#registry?.longIds ?? false;
  }

  /** Undefined: it has to be fetched first. */
  byId(id: number): FoundSchema | undefined {
    return this.#asOfNow(this.#found.get(id));
  }

  /** As `byId`, of an id or a GUID that is not that of an ordinary frame. */
  byName(name: string, use: SchemaUse): FoundSchema | undefined {
    return this.#asOfNow(this.#foundOtherwise.get(keyOf(name, use)));
  }

  #asOfNow(found: FoundSchema | undefined): FoundSchema | undefined {
    if (found === undefined) return this.#notAsked();
    if (!(found instanceof NoSchema) || this.#nowMs() < found.untilMs) return found;
    return this.#notAsked() && found;
  }

  /** What the registry is not asked for now, whatever it is; the same for all, as there may be a hundred thousand. */
  #notAsked(): NoSchema | undefined {
    return this.#missing ?? this.#outage.reason ?? this.#exhausted;
  }

  async fetchId(id: number): Promise<void> {
    const found = await this.#fetch((registry) => registry.byId(id), `schema ${id}`, frameOfId);
    if (found) this.#keep(this.#found, id, found);
  }

  async fetchName(name: string, use: SchemaUse): Promise<void> {
    const find = (registry: Registry) =>
      use.by === 'id' ? registry.byId(Number(name)) : registry.byGuid(name);
    const found = await this.#fetch(find, `schema ${name}`, use);
    if (found) this.#keep(this.#foundOtherwise, keyOf(name, use), found);
  }

  #keep<K>(known: Map<K, FoundSchema>, key: K, found: FoundSchema): void {
    if (found instanceof NoSchema && !known.has(key)) this.#countUnknown();
    if (known.size >= mostKept) known.clear();
    known.set(key, found);
  }

  /** Undefined if the registry did not answer: `#notAsked` has the reason for a while. */
  async #fetch(
    find: (registry: Registry) => Promise<StoredSchema | undefined>,
    name: string,
    use: SchemaUse,
  ): Promise<FoundSchema | undefined> {
    const registry = this.#registry;
    if (!registry) return this.#notAsked();
    const { url } = registry;
    let found: FoundSchema;
    try {
      const schema = await find(registry);
      found = schema
        ? await decoderOf(registry, schema, use)
        : this.#unknownNow(`it looks like a record of ${name}, but ${url} has no such schema`);
    } catch (error) {
      if (error instanceof LabError && error.code === 'interrupted') throw error;
      const message = messageOf(error);
      if (isOutage(error)) {
        this.#outageLasts(message);
        return undefined;
      }
      found = this.#unknownNow(`${name} is unknown: ${message}`);
    }
    if (this.#outage.ended()) this.#note(`The schema registry ${url} answers again: decoding goes on.`);
    return found;
  }

  #unknownNow(reason: string): NoSchema {
    return new NoSchema(reason, this.#nowMs() + unknownMs);
  }

  /** Refusals and schemas that cannot be used count too: each cost a question. */
  #countUnknown(): void {
    this.#unknown += 1;
    if (this.#unknown < mostUnknown) return;
    this.#exhausted ??= new NoSchema(
      `its schema was not looked up, because ${this.#registry?.url ?? 'the registry'} had no usable schema for ${mostUnknown} other ids`,
    );
  }

  #outageLasts(message: string): void {
    if (!this.#outage.lasts(message)) return;
    this.#note(
      `${message}. It is asked again later; until it answers, what it would explain is shown as bytes.`,
    );
  }
}

async function decoderOf(registry: Registry, schema: StoredSchema, use: SchemaUse): Promise<FoundSchema> {
  const name = nameOf(schema);
  const source = await registry.sourceOf(schema);
  try {
    const { knownSchema } = await import('./open-schema.js');
    return await knownSchema(schema, source, name, use);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    return new NoSchema(`${name} cannot be used: ${messageOf(error)}`);
  }
}

const frameOfId: SchemaUse = { by: 'id', inHeader: false };

function keyOf(name: string, { inHeader }: SchemaUse): string {
  return `${inHeader ? 'header' : 'frame'} ${name}`;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}
