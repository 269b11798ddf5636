/** Values with a JSON Schema: read as the JSON that they are, and checked before they are written. */
import { LabError } from '../../text/errors.js';
import { EncodeError, type Decoder, type Encoder, type SchemaSource, type WriteRules } from '../codec.js';
import { writeJsonAsWritten } from '../json-text.js';
import type { Random } from '../random.js';
import { Checker } from './checker.js';
import { jsonGenerator } from './generate.js';
import { JsonSyntaxError, readJson, type Json } from './json-value.js';
import { SchemaSet } from './schema-set.js';

export interface JsonSchemaCodec {
  /** JSON as it was written, whether it fits or not. */
  readonly decoder: Decoder;
  /** Sends the text as it was typed, digits and all; if it fits, unless it was read so. */
  encoder(rules?: WriteRules): Encoder;
  /** JSON of random values that fit. What it returns throws LabError 'usage' if none is found. */
  generator(): (random: Random) => string;
}

/** Throws LabError 'usage' naming the place. */
export function jsonSchemaCodec({ text, name, references }: SchemaSource): JsonSchemaCodec {
  const schema = schemaOf(text, name ?? 'The schema');
  const others = new Map([...references].map(([each, other]) => [each, schemaOf(other, each)]));
  const set = new SchemaSet(schema, others, name);
  return {
    decoder: { decode: writeJsonAsWritten },
    encoder: (rules = 'strict') => ({
      encode(source) {
        const found = rules === 'strict' ? checked(set, source) : undefined;
        if (found) throw found;
        return Buffer.from(source);
      },
    }),
    generator: () => jsonGenerator(set),
  };
}

/** The other schemas that a text refers to, as it names them. Throws LabError 'usage' as `jsonSchemaCodec`. */
export function outerReferences(text: string, name: string): readonly string[] {
  return new SchemaSet(schemaOf(text, name), new Map(), name).outerReferences();
}

function schemaOf(text: string, name: string): Json {
  try {
    const schema = readJson(text);
    if (schema instanceof Map || typeof schema === 'boolean') return schema;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const before = text.slice(0, error.at);
    const line = before.split('\n').length;
    const column = error.at - before.lastIndexOf('\n');
    throw new LabError('usage', `${name}, line ${line}, column ${column}: ${error.message}.`);
  }
  throw new LabError('usage', `${name} is not a JSON Schema: it is neither an object nor true or false.`);
}

function checked(set: SchemaSet, source: string): EncodeError | undefined {
  try {
    const found = new Checker(set).check(set.root, readJson(source), '');
    return found && new EncodeError(found.path, found.message);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return new EncodeError('', `is not JSON: ${error.message}`);
    if (error instanceof LabError && error.code === 'failed') {
      return new EncodeError('', 'cannot be checked: a pattern of the schema takes too long');
    }
    throw error;
  }
}
