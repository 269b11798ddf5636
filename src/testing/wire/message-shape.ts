/** One shape for a message in one version, made from our declaration or from Kafka's own definition, to compare them. */
import { defaultOf } from '../../wire/protocol/codec.js';
import type { AnyField, Fields } from '../../wire/protocol/schema.js';

/** A field that the version has, in wire order. */
export interface FieldShape {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly tag: number | undefined;
  readonly fields: readonly FieldShape[];
}

/** A field that some of the compared versions lack, or that is tagged: there its default reaches the caller. */
export interface AbsenceShape {
  readonly path: string;
  readonly default: unknown;
  readonly ignorable: boolean;
}

/** Kafka's definition of a field, as its JSON has it. */
interface KafkaField {
  readonly name: string;
  readonly type: string;
  readonly versions?: string;
  readonly nullableVersions?: string;
  readonly taggedVersions?: string;
  /** Kafka 3.9 has some as texts. */
  readonly tag?: number | string;
  /** JSON's null is none: only the text "null" is one. */
  readonly default?: string | number | boolean | null;
  readonly ignorable?: boolean;
  readonly fields?: readonly KafkaField[];
}

export interface KafkaMessage {
  readonly name: string;
  readonly apiKey: number;
  readonly validVersions: string;
  readonly flexibleVersions: string;
  readonly latestVersionUnstable?: boolean;
  readonly fields: readonly KafkaField[];
  readonly commonStructs?: readonly KafkaField[];
}

export function parseKafkaMessage(text: string): KafkaMessage {
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, '').replace(/([^:"])\/\/[^"]*$/gm, '$1')) as KafkaMessage;
}

/** "4+", "0-3", "7" and "none" as lowest and highest; `none` is a range without members. */
export function versionRange(text: string | undefined): readonly [lowest: number, highest: number] {
  if (text === undefined || text === 'none') return [Infinity, -Infinity];
  if (text.endsWith('+')) return [Number.parseInt(text), Infinity];
  const [lowest, highest] = text.split('-').map(Number);
  return [lowest!, highest ?? lowest!];
}

function includes([lowest, highest]: readonly [number, number], version: number): boolean {
  return version >= lowest && version <= highest;
}

export function ourShape(fields: Fields, version: number): FieldShape[] {
  return Object.entries(fields)
    .filter(([, { rules }]) => includes([rules.since, rules.until], version))
    .map(([name, field]) => ({
      name,
      type: ourType(field),
      nullable: version >= field.rules.nullableSince,
      tag: field.rules.tag,
      fields: ourShape(fieldsInside(field), version),
    }));
}

export function kafkaShape(
  message: KafkaMessage,
  version: number,
  fields: readonly KafkaField[] = message.fields,
): FieldShape[] {
  return fields
    .filter((field) => includes(versionRange(field.versions ?? field.taggedVersions), version))
    .map((field) => {
      const inside = kafkaFieldsInside(message, field);
      return {
        name: lowerFirst(field.name),
        type: kafkaType(field.type, inside.length > 0),
        nullable: includes(versionRange(field.nullableVersions), version),
        tag: includes(versionRange(field.taggedVersions), version) ? Number(field.tag) : undefined,
        fields: kafkaShape(message, version, inside),
      };
    });
}

export function ourAbsences(fields: Fields, versions: readonly number[], prefix = ''): AbsenceShape[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const { since, until, tag, ignorable } = field.rules;
    const path = prefix + name;
    const present = versions.filter((version) => includes([since, until], version));
    const inside = ourAbsences(fieldsInside(field), present, `${path}.`);
    const always = present.length === versions.length && tag === undefined;
    if (always || present.length === 0) return inside;
    const isWhole = field.type.kind === 'struct' && field.rules.defaultValue !== null;
    return [{ path, default: isWhole ? {} : defaultOf(field), ignorable }, ...inside];
  });
}

export function kafkaAbsences(
  message: KafkaMessage,
  versions: readonly number[],
  fields: readonly KafkaField[] = message.fields,
  prefix = '',
): AbsenceShape[] {
  return fields.flatMap((field) => {
    const path = prefix + lowerFirst(field.name);
    const range = versionRange(field.versions ?? field.taggedVersions);
    const present = versions.filter((version) => includes(range, version));
    const inside = kafkaFieldsInside(message, field);
    const deeper = kafkaAbsences(message, present, inside, `${path}.`);
    const always = present.length === versions.length && field.taggedVersions === undefined;
    if (always || present.length === 0) return deeper;
    return [
      { path, default: kafkaDefault(field, inside.length > 0), ignorable: field.ignorable ?? false },
      ...deeper,
    ];
  });
}

function fieldsInside({ type }: AnyField): Fields {
  if (type.kind === 'struct') return type.fields;
  return type.kind === 'array' ? fieldsInside(type.element) : {};
}

function kafkaFieldsInside(message: KafkaMessage, field: KafkaField): readonly KafkaField[] {
  if (field.fields !== undefined) return field.fields;
  const name = field.type.replace('[]', '');
  return message.commonStructs?.find((each) => each.name === name)?.fields ?? [];
}

function ourType({ type }: AnyField): string {
  if (type.kind === 'array') return `[]${ourType(type.element)}`;
  return type.kind === 'anyInt64' ? 'int64' : type.kind;
}

/** The names of Kafka's structures are of no consequence on the wire. */
function kafkaType(type: string, isStruct: boolean): string {
  if (!isStruct) return type;
  return type.startsWith('[]') ? '[]struct' : 'struct';
}

function kafkaDefault(field: KafkaField, isStruct: boolean): unknown {
  const given = field.default;
  if (given === 'null') return null;
  if (field.type.startsWith('[]')) return [];
  if (isStruct) return {};
  if (field.type === 'bool') return String(given).toLowerCase() === 'true';
  if (field.type === 'string') return given ?? '';
  if (field.type === 'uuid') return 'A'.repeat(22);
  if (field.type === 'bytes' || field.type === 'records') return Buffer.alloc(0);
  return Number((given ?? 0) satisfies string | number | boolean);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
