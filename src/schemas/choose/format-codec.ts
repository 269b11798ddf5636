/** A format that was named → what reads and writes it. The libraries for it are loaded here, and only then. */
import { LabError } from '../../text/errors.js';
import type { Decoder, Encoder } from '../codec.js';
import type { Format } from '../format-name.js';

export interface FormatPlaces {
  /** The absolute path of a file that is named; throws LabError. */
  resolve(file: string): string;
  /** Absolute folders in which imports of .proto files are looked for. */
  readonly protoPaths: readonly string[];
}

export interface FormatCodec {
  readonly decoder: Decoder;
  /** Throws LabError 'usage' for what can only be read. */
  encoder(): Encoder;
  /** What `-o jsonl` says of what was decoded so. */
  readonly description: Readonly<Record<string, unknown>>;
}

/** Throws LabError for files that cannot be read or are not what they should be. */
export async function formatCodec(
  format: Exclude<Format, { kind: 'registry' | 'as-read' }>,
  places: FormatPlaces,
): Promise<FormatCodec> {
  switch (format.kind) {
    case 'plain': {
      const { plainFormats } = await import('../plain/plain-formats.js');
      const codec = plainFormats[format.name];
      return { decoder: codec, encoder: () => codec, description: { type: format.name } };
    }
    case 'raw-protobuf': {
      const { rawProtobuf } = await import('../protobuf/raw-protobuf.js');
      const encoder = () => {
        throw new LabError(
          'usage',
          'Field numbers do not say how to write Protobuf: name a file and its message.',
        );
      };
      return { decoder: rawProtobuf, encoder, description: { type: 'protobuf' } };
    }
    default: {
      const { codecOfFile, readSchemaFile } = await import('./schema-file.js');
      const file = await readSchemaFile(format, places);
      const codec = await codecOfFile(file);
      const message = codec.message === undefined ? {} : { message: codec.message };
      return { ...codec, description: { type: file.type, file: format.file, ...message } };
    }
  }
}
