/** What makes the bytes of a key or a value of the JSON that a line has for it. */
import type { Encoder } from '../../../schemas/codec.js';
import { encodeShown } from '../../../schemas/choose/encode-shown.js';
import { EncodeError } from '../../../schemas/codec.js';

const noFrame = Buffer.alloc(0);

export interface LineEncoder {
  /** `schema`: what the line says of how the value was read, as JSON. Throws EncodeError, or SchemaWanted. */
  encode(source: string, schema: string | undefined): Buffer;
  /** The same of text as it is shown: a text without its quotes. */
  encodeShown(text: string): Buffer;
  /** Whether lines may have keys and values that nothing was made of when they were read, which are written as they are. */
  readonly passesBytes: boolean;
}

/** A schema has to be fetched before the line can be written; then try again. */
export class SchemaWanted extends Error {
  constructor(readonly ready: Promise<void>) {
    super('a schema has to be fetched');
  }
}

/** Of one schema. `frameNow`: what its readers expect before the bytes; it may change until the first record is written. */
export function framedEncoder(encoder: Encoder, frameNow: () => Buffer, name: string): LineEncoder {
  const framed = (bytes: Buffer) => {
    const frame = frameNow();
    return frame.length === 0 ? bytes : Buffer.concat([frame, bytes]);
  };
  return {
    passesBytes: false,
    encode: (source) => named(name, () => framed(encoder.encode(source))),
    encodeShown: (text) => named(name, () => framed(encodeShown(encoder, text))),
  };
}

/** Of bytes that nothing stands before. */
export function bareEncoder(encoder: Encoder, name: string): LineEncoder {
  return framedEncoder(encoder, () => noFrame, name);
}

/** Says what was expected where. */
function named(name: string, encode: () => Buffer): Buffer {
  try {
    return encode();
  } catch (error) {
    if (!(error instanceof EncodeError)) throw error;
    throw new EncodeError(error.path, `${error.message} (${name})`);
  }
}
