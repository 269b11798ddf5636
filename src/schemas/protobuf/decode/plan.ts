/** How messages are read: what each tag that may come means, found once a message and not for each record. */
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { jsonNames } from '../source/json-names.js';
import { ProtoEnum, ProtoMessage, type ProtoField } from '../source/model.js';
import { content, readLength, skipValue, varint, wires } from './wire.js';
import { enumScalar, scalarOf, type Scalar, type ValueWriter } from './write-values.js';
import { jsonString } from '../../json-scalars.js';

/** How the values of a field stand in the bytes. */
export const forms = { single: 0, repeated: 1, packed: 2, map: 3 } as const;

export interface FieldPlan {
  readonly field: ProtoField;
  /** Fields are written in the order of their numbers, as all serializers do. */
  readonly order: number;
  /** `,"name":` */
  readonly label: Buffer;
  /** Bits of those in the same oneof, which share one; 0 for others. More than 31 share some: then more care is taken than is needed. */
  readonly oneofBit: number;
  readonly scalar: Scalar | undefined;
  /** Undefined for scalars. */
  readonly message: MessagePlan | undefined;
  readonly isMap: boolean;
}

export interface TagPlan extends FieldPlan {
  readonly form: number;
  /** One value, or one element. */
  readonly write: ValueWriter;
}

/**
 * Whether the value at `at` says no more than if it were not there: the zero of a field without presence, which ProtoJSON does
 * not show (protobuf.dev/programming-guides/json, "Presence and default values"), or a list of none. Throws DecodeError.
 */
export function isAsIfUnset(plan: TagPlan, bytes: Buffer, at: number, end: number): boolean {
  // All of them begin with a zero, which may be longer than it needs to be.
  if (((bytes[at] as number) & 0x7f) !== 0 || !plan.scalar) return false;
  if (plan.form === forms.packed) return isEmpty(bytes, at, end);
  if (plan.form !== forms.single || plan.field.hasPresence) return false;
  const behind = skipValue(bytes, at, end, plan.scalar.wire, 0);
  return plan.scalar.identity(bytes, at, behind) === plan.scalar.identity(undefined, 0, 0);
}

/** Of what has a length, which begins at `at`. */
function isEmpty(bytes: Buffer, at: number, end: number): boolean {
  readLength(bytes, at, end);
  return varint.low === 0;
}

/** Writes what `bytes[start, end)`, the content of a message, says. Throws DecodeError. */
export type ContentWriter = (
  bytes: Buffer,
  start: number,
  end: number,
  out: OutputBuffer,
  depth: number,
) => void;

/** Writes a message otherwise than as an object of its fields; false, and nothing written, if its bytes have no such form. */
export type SpecialWriter = (...args: Parameters<ContentWriter>) => boolean;

export interface MessagePlan {
  readonly message: ProtoMessage;
  readonly fields: readonly FieldPlan[];
  readonly small: readonly (TagPlan | undefined)[];
  readonly large: ReadonlyMap<number, TagPlan>;
  /** None of its fields is a message. */
  readonly isLeaf: boolean;
  /** Of the messages that have a JSON of their own. */
  special: SpecialWriter | undefined;
  write: ContentWriter;
}

const smallTags = 128;

/** Makes plans when they are asked for, each once: messages may contain themselves. */
export class Plans {
  readonly #plans = new Map<ProtoMessage, MessagePlan>();
  readonly #enums = new Map<ProtoEnum, Scalar>();
  readonly #write: (plan: MessagePlan, ...args: Parameters<ContentWriter>) => void;
  readonly #specialOf: (plan: MessagePlan) => SpecialWriter | undefined;

  constructor(
    write: (plan: MessagePlan, ...args: Parameters<ContentWriter>) => void,
    specialOf: (plan: MessagePlan) => SpecialWriter | undefined,
  ) {
    this.#write = write;
    this.#specialOf = specialOf;
  }

  of(message: ProtoMessage): MessagePlan {
    const made = this.#plans.get(message);
    if (made) return made;
    const names = jsonNames(message);
    const fields: FieldPlan[] = [];
    const small = new Array<TagPlan | undefined>(smallTags).fill(undefined);
    const large = new Map<number, TagPlan>();
    const sorted = [...message.fields, ...message.extendedBy].sort((one, other) => one.number - other.number);
    const isLeaf = !sorted.some(({ type }) => type instanceof ProtoMessage);
    const writeAny = this.#write;
    const plan: MessagePlan = {
      message,
      fields,
      small,
      large,
      isLeaf,
      special: undefined,
      write: (bytes, start, end, out, depth) => writeAny(plan, bytes, start, end, out, depth),
    };
    this.#plans.set(message, plan);
    for (const [order, field] of sorted.entries()) {
      const made = this.#field(field, order, names.get(field) ?? field.name);
      fields.push(made);
      for (const [tag, tagPlan] of this.#tags(made)) {
        if (tag < smallTags) small[tag] = tagPlan;
        else large.set(tag, tagPlan);
      }
    }
    plan.special = this.#specialOf(plan);
    return plan;
  }

  #field(field: ProtoField, order: number, name: string): FieldPlan {
    const { type, oneof } = field;
    const isMessage = type instanceof ProtoMessage;
    return {
      field,
      order,
      label: Buffer.from(`,${jsonString(name)}:`),
      oneofBit: oneof === undefined ? 0 : 1 << (oneof % 31),
      scalar: isMessage ? undefined : type instanceof ProtoEnum ? this.#enum(type) : scalarOf(type),
      message: isMessage ? this.of(type) : undefined,
      isMap: isMessage && type.isMapEntry,
    };
  }

  #enum(type: ProtoEnum): Scalar {
    const made = this.#enums.get(type) ?? enumScalar(type);
    this.#enums.set(type, made);
    return made;
  }

  /** A repeated number may come packed or not, however it is declared. */
  *#tags(plan: FieldPlan): Generator<[tag: number, TagPlan]> {
    const { number, isRepeated } = plan.field;
    const tag = (wire: number) => number * 8 + wire;
    const form = plan.isMap ? forms.map : isRepeated ? forms.repeated : forms.single;
    if (plan.message) {
      const { isDelimited } = plan.field;
      const write = isDelimited ? groupWriter(plan.message, tag(wires.group)) : lengthWriter(plan.message);
      yield [tag(isDelimited ? wires.group : wires.length), { ...plan, form, write }];
      return;
    }
    const scalar = plan.scalar as Scalar;
    yield [tag(scalar.wire), { ...plan, form, write: scalar.write }];
    if (isRepeated && scalar.wire !== wires.length) {
      yield [tag(wires.length), { ...plan, form: forms.packed, write: scalar.write }];
    }
  }
}

function lengthWriter(plan: MessagePlan): ValueWriter {
  return (bytes, at, end, out, depth) => {
    const start = readLength(bytes, at, end);
    const behind = start + varint.low;
    plan.write(bytes, start, behind, out, depth + 1);
    return behind;
  };
}

function groupWriter(plan: MessagePlan, tag: number): ValueWriter {
  return (bytes, at, end, out, depth) => {
    const behind = skipValue(bytes, at, end, tag, depth);
    plan.write(bytes, content.start, content.end, out, depth + 1);
    return behind;
  };
}
