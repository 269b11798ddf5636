/** What a schema registry can be asked and told, in the terms of Confluent's API (docs.confluent.io, "Schema Registry API Reference"). */
import type { HttpAnswer } from '../net/http/exchange.js';
import type { SchemaSource, SchemaType } from '../schemas/codec.js';

/** `name` is how the schema's text refers to it: an Avro full name, a Protobuf import path, a JSON $ref. */
export interface SchemaReference {
  readonly name: string;
  readonly subject: string;
  readonly version: number;
}

/** A schema as one is to be registered or checked. */
export interface SchemaText {
  readonly type: SchemaType;
  readonly text: string;
  readonly references: readonly SchemaReference[];
}

/** A GUID stands for one schema in all contexts, an id for one in its own: some registries find by GUID without naming an id. */
export interface StoredSchema extends SchemaText {
  readonly id?: number;
  readonly guid?: string;
  readonly subject?: string;
  readonly version?: number;
}

export interface RegisteredSchema extends StoredSchema {
  readonly id: number;
}

export interface SubjectVersion {
  readonly subject: string;
  readonly version: number;
}

interface Compatibility {
  /** `BACKWARD`, … as the registry says it. */
  readonly level: string;
  /** Of the subject itself, or of the whole registry; null if it does not tell the two apart. */
  readonly isOwn: boolean | null;
}

interface CompatibilityVerdict {
  readonly isCompatible: boolean;
  /** In the registry's words; empty if it says none. */
  readonly reasons: readonly string[];
  /** There is nothing under this subject to compare with. */
  readonly isNew: boolean;
}

/**
 * Every method throws LabError if the registry cannot be asked or refuses, and what it throws for one that does not answer
 * is thrown again at once for a while, so that it costs one time-out and not one a record.
 */
export interface Registry {
  /** Fit to be printed: a login is not part of it. */
  readonly url: string;
  /** `connection prod`, `--registry`, for messages. */
  readonly origin: string;
  /** `alice`, `a token`; undefined without a login. */
  readonly loginAs: string | undefined;
  /** Do frames have ids of eight bytes (Apicurio's default serializers)? */
  readonly longIds: boolean;

  /** Undefined if the registry answered that there is none, which is remembered for a minute. */
  byId(id: number): Promise<RegisteredSchema | undefined>;
  /** As `byId`, but asked of the registry now; whatever is kept on disk is corrected by the answer. */
  refresh(id: number): Promise<RegisteredSchema | undefined>;
  /** `guid` as 8-4-4-4-12 hexadecimal digits. The same. */
  byGuid(guid: string): Promise<StoredSchema | undefined>;
  /** Throws LabError 'not-found' with names that are near. */
  version(
    subject: string,
    version: number | 'latest',
    how?: { deleted?: boolean },
  ): Promise<RegisteredSchema>;
  /** With the texts of all that it refers to, and what those refer to. Throws LabError for a circle and for far too many. */
  sourceOf(
    schema: Pick<StoredSchema, 'text' | 'references' | 'subject' | 'version' | 'id'>,
  ): Promise<SchemaSource>;

  /** Sorted. `:.context:` as prefix: those of a context; `:*:`: those of all. */
  subjects(how?: { prefix?: string; deleted?: boolean }): Promise<readonly string[]>;
  /** In ascending order. Throws as `version`. */
  versions(subject: string, how?: { deleted?: boolean }): Promise<readonly number[]>;
  /** Under which subjects an id stands; undefined if there is no such id. */
  usesOf(id: number): Promise<readonly SubjectVersion[] | undefined>;
  /** The same schema under this subject; undefined if it is not there. */
  find(subject: string, schema: SchemaText): Promise<RegisteredSchema | undefined>;
  /** Of the registry without a subject. */
  compatibility(subject?: string): Promise<Compatibility>;
  /** `READWRITE`, `READONLY`, …; undefined if the registry has no modes. */
  mode(subject?: string): Promise<string | undefined>;
  check(subject: string, schema: SchemaText): Promise<CompatibilityVerdict>;

  /** Throws LabError if nothing may be changed; every change asks so itself, and a user is asked but once. */
  mayChange(): Promise<void>;
  /** The id; that of before if the subject has it already. */
  register(subject: string, schema: SchemaText): Promise<number>;
  /** Resolves with what is set then. */
  setCompatibility(level: string, subject?: string): Promise<string>;
  /** The versions that are gone. `permanent`: also from what can be brought back. */
  deleteSubject(subject: string, permanent: boolean): Promise<readonly number[]>;
  deleteVersion(subject: string, version: number, permanent: boolean): Promise<void>;

  /** What it answers to the simplest question, whatever that is: for the doctor. */
  greet(): Promise<HttpAnswer>;
  close(): void;
}
