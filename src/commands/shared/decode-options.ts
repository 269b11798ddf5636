/** `--decode` and what goes with it: how the commands that show records are told what their bytes are. */
import { z } from 'zod';
import type { Decoding } from '../../kafka/records/decoding/decoding.js';
import type { DecodeChoice } from '../../kafka/records/decoding/open-decoding.js';
import type { Part } from '../../kafka/records/decoding/part-decoder.js';

export const decodeOptions = {
  decode: z
    .array(z.string())
    .default([])
    .meta({
      description:
        'what keys or values are: key=long, value=registry, value=avro:FILE.avsc, value=protobuf:FILE.proto#pkg.Message; ' +
        'protobuf, json, msgpack, int, long, double, uuid, text, hex, base64; may be repeated',
      placeholder: 'PART=FORMAT',
      completes: 'decode-format',
    }),
  noDecode: z.boolean().default(false).meta({
    description: 'show the bytes as they are, whatever the schema registry and the configuration say of them',
  }),
  protoPath: z.array(z.string()).default([]).meta({
    description: 'folder in which imports of .proto files are looked for; may be repeated',
    placeholder: 'FOLDER',
    completes: 'file',
  }),
};

/** What a report says at the end; `isFailure`: some are not what the command line said they were. */
export function describeUndecoded(
  decoding: Decoding | undefined,
  { decode }: DecodeChoice,
): { readonly undecoded: readonly string[]; readonly isUndecoded: boolean } {
  if (!decoding) return { undecoded: [], isUndecoded: false };
  const isFailure = (part: Part) =>
    decode.some((each) => each.startsWith(`${part}=`)) && decoding.undecoded.countOf(part) > 0;
  return { undecoded: decoding.undecoded.describe(), isUndecoded: isFailure('key') || isFailure('value') };
}
