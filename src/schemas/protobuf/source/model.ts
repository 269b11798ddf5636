/** What a .proto text or a descriptor says: messages, enums and fields, before and after their types were found. */

export type ScalarType =
  | 'double'
  | 'float'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'sint32'
  | 'sint64'
  | 'fixed32'
  | 'fixed64'
  | 'sfixed32'
  | 'sfixed64'
  | 'bool'
  | 'string'
  | 'bytes';

export const scalarTypes: ReadonlySet<string> = new Set<ScalarType>([
  ...(['double', 'float', 'int32', 'int64', 'uint32', 'uint64', 'sint32', 'sint64'] as const),
  ...(['fixed32', 'fixed64', 'sfixed32', 'sfixed64', 'bool', 'string', 'bytes'] as const),
]);

/** Where something stands in a text; undefined in descriptors. */
export interface Place {
  readonly file: ProtoFile;
  readonly at: number | undefined;
}

/** Of Editions; what is left out is inherited. Names as in google.protobuf.FeatureSet. */
export interface Features {
  presence?: string;
  enumType?: string;
  repeatedEncoding?: string;
  messageEncoding?: string;
}

export class ProtoFile {
  package = '';
  /** 998 proto2, 999 proto3, 1000 edition 2023, 1001 edition 2024: google.protobuf.Edition. */
  edition = 998;
  readonly imports: { readonly path: string; readonly isPublic: boolean; readonly at: number | undefined }[] =
    [];
  readonly messages: ProtoMessage[] = [];
  readonly enums: ProtoEnum[] = [];
  readonly extensions: ProtoField[] = [];
  readonly features: Features = {};

  /** `text` is empty for a descriptor. */
  constructor(
    readonly path: string,
    readonly text: string,
  ) {}
}

export class ProtoMessage {
  readonly fields: ProtoField[] = [];
  /** Of others, that were found to extend this one. */
  readonly extendedBy: ProtoField[] = [];
  /** Without those that maps stand for. */
  readonly messages: ProtoMessage[] = [];
  readonly mapEntries: ProtoMessage[] = [];
  readonly enums: ProtoEnum[] = [];
  readonly extensions: ProtoField[] = [];
  readonly oneofs: { readonly name: string; readonly features: Features }[] = [];
  readonly features: Features = {};
  isMapEntry = false;

  constructor(
    readonly name: string,
    readonly fullName: string,
    readonly place: Place,
  ) {}
}

export class ProtoEnum {
  readonly values: { readonly name: string; readonly number: number }[] = [];
  readonly features: Features = {};

  constructor(
    readonly name: string,
    readonly fullName: string,
    readonly place: Place,
  ) {}
}

export class ProtoField {
  label: 'optional' | 'required' | 'repeated' | 'none' = 'none';
  /** As written: a scalar's name, or that of a message or an enum. */
  typeName = '';
  /** The message that this field, an extension, adds to: as written. */
  extendee: string | undefined;
  jsonName: string | undefined;
  packedOption: boolean | undefined;
  /** Index among the message's oneofs; not of those that `optional` of proto3 stands for. */
  oneof: number | undefined;
  isGroup = false;
  readonly features: Features = {};

  // Found by linkFiles.
  type: ScalarType | ProtoMessage | ProtoEnum = 'bytes';
  /** Whether being absent differs from being zero. */
  hasPresence = false;
  isRequired = false;
  isRepeated = false;
  isPacked = false;
  /** Written as a group. */
  isDelimited = false;

  constructor(
    readonly name: string,
    readonly number: number,
    /** Of an extension with its package: the name in `[brackets]`. */
    readonly fullName: string,
    readonly place: Place,
  ) {}

  /** protoc's: underscores away, the letter behind each in upper case. */
  get defaultJsonName(): string {
    return this.name.replace(/_+(.?)/g, (_, letter: string) => letter.toUpperCase());
  }
}
