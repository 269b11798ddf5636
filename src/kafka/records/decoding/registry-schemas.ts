/** The schemas that frames name: each is asked for once, and made into a decoder when its first record comes. */
import type { Registry, RegisteredSchema } from '../../../registry/registry.js';
import { LabError } from '../../../text/errors.js';
import { nameOf, NoSchema, type FoundSchema, type SchemaUse } from './known-schema.js';

/** Bytes that merely look like frames may have any id: beyond these the registry is not asked. */
const mostUnknown = 100;

export class RegistrySchemas {
  readonly #open: () => Promise<Registry | undefined>;
  #registry: Registry | undefined;
  readonly #found = new Map<number, FoundSchema>();
  readonly #foundOtherwise = new Map<string, FoundSchema>();
  readonly #note: (text: string) => void;
  #unknown = 0;
  #failure: string | undefined;

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
      this.#failure ??= this.#registry ? undefined : 'no schema registry is named';
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
    return this.#found.get(id);
  }

  /** As `byId`, of an id or a GUID that is not that of an ordinary frame. */
  byName(name: string, use: SchemaUse): FoundSchema | undefined {
    return this.#foundOtherwise.get(keyOf(name, use));
  }

  async fetchId(id: number): Promise<void> {
    this.#found.set(id, await this.#fetch((registry) => registry.byId(id), `schema ${id}`, frameOfId));
  }

  async fetchName(name: string, use: SchemaUse): Promise<void> {
    const find = (registry: Registry) =>
      use.by === 'id' ? registry.byId(Number(name)) : registry.byGuid(name);
    this.#foundOtherwise.set(keyOf(name, use), await this.#fetch(find, `schema ${name}`, use));
  }

  async #fetch(
    find: (registry: Registry) => Promise<RegisteredSchema | undefined>,
    name: string,
    use: SchemaUse,
  ): Promise<FoundSchema> {
    const registry = this.#registry;
    if (this.#failure !== undefined || !registry)
      return new NoSchema(this.#failure ?? 'no schema registry is named');
    const { url } = registry;
    if (this.#unknown >= mostUnknown) {
      return new NoSchema(`it names a schema, and ${url} did not know ${mostUnknown} others before`);
    }
    try {
      const schema = await find(registry);
      if (!schema) {
        this.#unknown += 1;
        return new NoSchema(`it begins as if of ${name}, which ${url} does not have`);
      }
      return await decoderOf(registry, schema, use);
    } catch (error) {
      return new NoSchema(this.#failed(error, name));
    }
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
