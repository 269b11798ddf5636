/** avsc, an Avro of others, with whole numbers of 64 bits as bigints and each value of a union with its branch. */
import avsc from 'avsc';
import { branchNameOf, namesIn, type AvroSchema } from './arbitrary-avro.js';

const longType = avsc.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(value);
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (one: bigint, other: bigint) => (one === other ? 0 : one < other ? -1 : 1),
});

/** Logical types are what they stand on. */
export function avscType(schema: AvroSchema, longs: 'exact' | 'rounded' = 'exact'): avsc.Type {
  const plain = JSON.parse(JSON.stringify(schema), (_name, value: unknown) =>
    typeof value === 'object' && value !== null && 'logicalType' in value && 'type' in value
      ? value.type
      : value,
  ) as avsc.Schema;
  return avsc.Type.forSchema(plain, {
    registry: longs === 'exact' ? { long: longType } : {},
    wrapUnions: true,
  });
}

/** The value of a sample as avsc has it. */
export function avscValue(schema: AvroSchema, value: unknown, names = namesIn(schema)): unknown {
  if (Array.isArray(schema)) {
    if (value === null) return null;
    const [[name, inner] = ['', undefined]] = Object.entries(value as object);
    const branch = (schema as readonly AvroSchema[]).find((each) => branchNameOf(each) === name) ?? 'null';
    return Object.fromEntries([[name, avscValue(branch, inner, names)]]);
  }
  if (typeof schema === 'string') {
    const named = names.get(schema);
    if (named !== undefined) return avscValue(named, value, names);
    if (schema === 'int') return Number(value);
    return schema === 'bytes' ? Buffer.from(value as string, 'latin1') : value;
  }
  const { type, ...rest } = schema as { readonly type: string; readonly [attribute: string]: unknown };
  switch (type) {
    case 'array':
      return (value as readonly unknown[]).map((each) => avscValue(rest['items'] as AvroSchema, each, names));
    case 'map':
      return Object.fromEntries(
        Object.entries(value as object).map(([name, each]) => [
          name,
          avscValue(rest['values'] as AvroSchema, each, names),
        ]),
      );
    case 'fixed':
      return Buffer.from(value as string, 'latin1');
    case 'record':
      return Object.fromEntries(
        (rest['fields'] as readonly { name: string; type: AvroSchema }[]).map((field) => [
          field.name,
          avscValue(field.type, (value as Record<string, unknown>)[field.name], names),
        ]),
      );
    default:
      return type === 'enum' ? value : avscValue(type, value, names);
  }
}
