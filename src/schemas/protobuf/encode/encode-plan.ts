/** What a message's JSON is written with, found once a message. */
import type { ByteWriter } from './byte-writer.js';
import type { ValueEncoder } from './encode-scalars.js';
import type { ProtoField, ProtoMessage } from '../source/model.js';

export interface FieldEncoder {
  readonly field: ProtoField;
  /** The tag of a single value, or of an element. */
  readonly tag: number;
  /** Of a scalar or an enum. */
  readonly scalar: ValueEncoder | undefined;
  readonly message: EncodePlan | undefined;
  /** Null is a value, and does not mean that there is none. */
  readonly takesNull: boolean;
}

/** Writes what a message contains. Throws EncodeError. */
export type ContentEncoder = (source: string, path: string, to: ByteWriter, depth: number) => void;

export interface EncodePlan {
  readonly message: ProtoMessage;
  /** By its JSON name, its own, and `[that of an extension]`. */
  readonly byName: ReadonlyMap<string, FieldEncoder>;
  /** By number. */
  readonly fields: readonly FieldEncoder[];
  /** Required fields too. */
  readonly mayLack: boolean;
  isSpecial: boolean;
  /** Of an object, or of the form of its own that a well-known message has. */
  encode: ContentEncoder;
  /** Of an object: its members' names and texts. */
  encodeObject: ContentEncoder;
}

/** `a.b`, `a["odd name"]` */
export function memberPath(path: string, name: string): string {
  if (!/^[A-Za-z_#@[][\w.\]]*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' || name.startsWith('[') ? `${path}${name}` : `${path}.${name}`;
}
