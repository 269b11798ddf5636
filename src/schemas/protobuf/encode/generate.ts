/** Random ProtoJSON that fits a message. */
import { below, randomWord, type Random } from '../../random.js';
import { jsonNames } from '../source/json-names.js';
import { ProtoEnum, ProtoMessage, type ProtoField, type ScalarType } from '../source/model.js';
import { isWellKnown } from '../source/well-known.js';

/** Messages in messages in messages are left out below. */
const deepest = 3;
const firstOfMay = Date.UTC(2026, 4, 1);
const yearMs = 365 * 24 * 60 * 60 * 1000;

/** The JSON text of a value for each call: the encoder takes it. Of each oneof one member is set. */
export function generatorOf(message: ProtoMessage): (random: Random) => string {
  return (random) => messageJson(message, random, 0);
}

function messageJson(message: ProtoMessage, random: Random, depth: number): string {
  if (isWellKnown(message)) return wellKnownJson(message, random);
  const names = jsonNames(message);
  const chosen = new Map<number, ProtoField>();
  for (const [index] of message.oneofs.entries()) {
    const members = message.fields.filter(({ oneof }) => oneof === index);
    const member = members[below(members.length, random)];
    if (member) chosen.set(index, member);
  }
  const parts: string[] = [];
  for (const field of message.fields) {
    if (field.oneof !== undefined && chosen.get(field.oneof) !== field) continue;
    // What contains itself must end.
    if (field.type instanceof ProtoMessage && depth >= deepest && !field.isRequired) continue;
    parts.push(`${JSON.stringify(names.get(field) ?? field.name)}:${fieldJson(field, random, depth)}`);
  }
  return `{${parts.join(',')}}`;
}

function fieldJson(field: ProtoField, random: Random, depth: number): string {
  const { type, isRepeated } = field;
  if (type instanceof ProtoMessage && type.isMapEntry) return mapJson(type, random, depth);
  if (!isRepeated) return valueJson(field, random, depth);
  return `[${Array.from({ length: below(4, random) }, () => valueJson(field, random, depth)).join(',')}]`;
}

function mapJson({ fields: [key, value] }: ProtoMessage, random: Random, depth: number): string {
  if (!key || !value) return '{}';
  const members = new Map<string, string>();
  for (let each = below(3, random); each > 0; each -= 1) {
    const name = valueJson(key, random, depth);
    members.set(name.startsWith('"') ? name : `"${name}"`, valueJson(value, random, depth));
  }
  return `{${[...members].map(([name, json]) => `${name}:${json}`).join(',')}}`;
}

function valueJson({ type }: ProtoField, random: Random, depth: number): string {
  if (type instanceof ProtoMessage) return messageJson(type, random, depth + 1);
  if (type instanceof ProtoEnum) return JSON.stringify(type.values[below(type.values.length, random)]?.name);
  return scalarJson(type, random);
}

function scalarJson(type: ScalarType, random: Random): string {
  if (type === 'bool') return random() < 0.5 ? 'false' : 'true';
  if (type === 'string') return `"${randomWord(random)}"`;
  if (type === 'bytes') return `"${Buffer.from(randomWord(random)).toString('base64')}"`;
  if (type === 'double' || type === 'float') return String(below(100_000, random) / 100);
  return type.endsWith('64') ? `"${below(1_000_000, random)}"` : String(below(100_000, random));
}

function wellKnownJson(message: ProtoMessage, random: Random): string {
  const name = message.name;
  if (name === 'Timestamp') return `"${new Date(firstOfMay + below(yearMs, random)).toISOString()}"`;
  if (name === 'Duration') return `"${below(10_000, random) / 10}s"`;
  if (name === 'FieldMask') return `"${randomWord(random)}"`;
  if (name === 'Value') return `"${randomWord(random)}"`;
  if (name === 'ListValue') return `["${randomWord(random)}",${below(100, random)}]`;
  if (name === 'Struct') return `{"${randomWord(random)}":${below(100, random)}}`;
  const [wrapped] = message.fields;
  return name !== 'Any' && wrapped ? valueJson(wrapped, random, 0) : '{}';
}
