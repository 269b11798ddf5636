/** A message as it was read → JSON text: the fields that its version has, whole numbers to the digit, bytes in base64. */
import { isDefault } from '../../wire/protocol/codec.js';
import type { Fields, WireType } from '../../wire/protocol/schema.js';
import type { ShownField } from './stored-message.js';

export interface JsonSettings {
  readonly version: number;
  readonly shown: Readonly<Record<string, ShownField>>;
  /** The whole, for fields that depend on others. */
  readonly message: Readonly<Record<string, unknown>>;
}

/** `first`: members in front of its own, as JSON. Tagged fields that have their default are left out, as Kafka does. */
export function messageJson(
  fields: Fields,
  value: Readonly<Record<string, unknown>>,
  settings: JsonSettings,
  first: readonly string[] = [],
): string {
  const { version, shown, message } = settings;
  const members = [...first];
  for (const [name, field] of Object.entries(fields)) {
    const { since, until, tag } = field.rules;
    const own = value[name];
    if (version < since || version > until || (tag !== undefined && isDefault(field, own))) continue;
    const show = Object.hasOwn(shown, name) ? shown[name] : undefined;
    const text = show && own !== null ? plainJson(show(own, message)) : undefined;
    // What is in bytes and is not UTF-8 stays bytes.
    const isLost = text?.includes('\ufffd') === true;
    members.push(`"${name}":${text === undefined || isLost ? typedJson(field.type, own, settings) : text}`);
  }
  return `{${members.join(',')}}`;
}

function typedJson(type: WireType, value: unknown, settings: JsonSettings): string {
  if (value === null) return 'null';
  if (type.kind === 'struct')
    return messageJson(type.fields, value as Readonly<Record<string, unknown>>, settings);
  if (type.kind !== 'array') return plainJson(value);
  const elements = (value as readonly unknown[]).map((each) => typedJson(type.element.type, each, settings));
  return `[${elements.join(',')}]`;
}

/** Of what `shown` gives. */
function plainJson(value: unknown): string {
  if (Buffer.isBuffer(value)) return JSON.stringify(value.toString('base64'));
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(plainJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([name, each]) => `${JSON.stringify(name)}:${plainJson(each)}`)
    .join(',')}}`;
}
