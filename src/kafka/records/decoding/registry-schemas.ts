/** The schemas that frames name: each is asked for once, and made into a decoder when its first record comes. */
import type { Registry, RegisteredSchema } from '../../../registry/registry.js';
import { LabError } from '../../../text/errors.js';
import { nameOf, NoSchema, type FoundSchema, type SchemaUse } from './known-schema.js';

/** Bytes that merely look like frames may have any id: beyond these the registry is not asked. */
const mostUnknown = 100;
/** Schemas that are kept at a time; a read that has more of them fetches some again. */
const mostKept = 2000;

export class RegistrySchemas {
  readonly #open: () => Promise<Registry | undefined>;
  #registry: Registry | undefined;
  readonly #found = new Map<number, FoundSchema>();
  readonly #foundOtherwise = new Map<string, FoundSchema>();
  readonly #note: (text: string) => void;
  #unknown = 0;
  #failure: string | undefined;
  #broken: NoSchema | undefined;
  #exhausted: NoSchema | undefined;

  /** `open` is called with the first frame, as it may ask for a password. `note`: told once if the registry cannot be asked. */
  constructor(open: () => Promise<Registry | undefined>, note: (text: string) => void) {
    this.#open = open;
    this.#note = note;
  }

  /** Until then no frame can be told for sure. */
  get isOpen(): boolean {
    return this.#registry !== undefined || this.#failure !== undefined;
  }

  async open(): Promise<void> {
    try {
      this.#registry = await this.#open();
      if (!this.#registry) {
        this.#failure = 'no schema registry is named';
        this.#broken = new NoSchema(this.#failure);
      }
    } catch (error) {
      if (error instanceof LabError && error.code === 'interrupted') throw error;
      this.#giveUp(error);
    }
  }

  get longIds(): boolean {
    return this.#registry?.longIds ?? false;
  }

  /** Undefined: it has to be fetched first. */
  byId(id: number): FoundSchema | undefined {
    return this.#found.get(id) ?? this.#notAsked();
  }

  /** As `byId`, of an id or a GUID that is not that of an ordinary frame. */
  byName(name: string, use: SchemaUse): FoundSchema | undefined {
    return this.#foundOtherwise.get(keyOf(name, use)) ?? this.#notAsked();
  }

  /** What the registry is not asked for any more, whatever it is; the same for all, as there may be a hundred thousand. */
  #notAsked(): NoSchema | undefined {
    return this.#failure === undefined ? this.#exhausted : this.#broken;
  }

  async fetchId(id: number): Promise<void> {
    if (this.#found.size >= mostKept) this.#found.clear();
    this.#found.set(id, await this.#fetch((registry) => registry.byId(id), `schema ${id}`, frameOfId));
  }

  async fetchName(name: string, use: SchemaUse): Promise<void> {
    const find = (registry: Registry) =>
      use.by === 'id' ? registry.byId(Number(name)) : registry.byGuid(name);
    if (this.#foundOtherwise.size >= mostKept) this.#foundOtherwise.clear();
    this.#foundOtherwise.set(keyOf(name, use), await this.#fetch(find, `schema ${name}`, use));
  }

  async #fetch(
    find: (registry: Registry) => Promise<RegisteredSchema | undefined>,
    name: string,
    use: SchemaUse,
  ): Promise<FoundSchema> {
    const registry = this.#registry;
    if (!registry) return this.#notAsked() ?? new NoSchema('no schema registry is named');
    const { url } = registry;
    try {
      const schema = await find(registry);
      const found = schema
        ? await decoderOf(registry, schema, use)
        : new NoSchema(`it looks like a record of ${name}, but ${url} has no such schema`);
      if (found instanceof NoSchema) this.#countUnknown(url);
      return found;
    } catch (error) {
      if (error instanceof LabError && error.code === 'interrupted') throw error;
      this.#countUnknown(url);
      return new NoSchema(this.#failed(error, name));
    }
  }

  /** Refusals and schemas that cannot be used count too: each cost a question. */
  #countUnknown(url: string): void {
    this.#unknown += 1;
    if (this.#unknown < mostUnknown) return;
    this.#exhausted ??= new NoSchema(
      `its schema was not looked up, because ${url} had no usable schema for ${mostUnknown} other ids`,
    );
  }

  #failed(error: unknown, name: string): string {
    const isUnreachable =
      error instanceof LabError && ['unreachable', 'timeout', 'environment'].includes(error.code);
    return isUnreachable ? this.#giveUp(error) : `${name} is unknown: ${messageOf(error)}`;
  }

  /** What does not answer is not asked again: that would take a time-out each. */
  #giveUp(error: unknown): string {
    const message = messageOf(error);
    this.#failure = `its schema is unknown: ${message}`;
    this.#broken = new NoSchema(this.#failure);
    this.#note(
      `Nothing is asked of the schema registry any more: ${message}. What it would explain is shown as bytes.`,
    );
    return this.#failure;
  }
}

async function decoderOf(registry: Registry, schema: RegisteredSchema, use: SchemaUse): Promise<FoundSchema> {
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
