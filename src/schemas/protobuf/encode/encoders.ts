/** Makes what writes messages, each once, when it is asked for. */
import type { Encoder, WriteRules } from '../../codec.js';
import { ByteWriter } from './byte-writer.js';
import { encodeObject } from './encode-object.js';
import type { EncodePlan, FieldEncoder } from './encode-plan.js';
import { enumEncoder, scalarEncoder } from './encode-scalars.js';
import { jsonNames } from '../source/json-names.js';
import type { LinkedFiles } from '../source/link-files.js';
import { ProtoEnum, ProtoMessage, type ProtoField, type ScalarType } from '../source/model.js';
import { specialEncoderOf } from './special-encoders.js';
import { wires } from '../decode/wire.js';

export class Encoders {
  readonly #plans = new Map<ProtoMessage, EncodePlan>();
  readonly #linked: LinkedFiles;
  readonly #rules: WriteRules;

  constructor(linked: LinkedFiles, rules: WriteRules) {
    this.#linked = linked;
    this.#rules = rules;
  }

  of(message: ProtoMessage): Encoder {
    const plan = this.#planOf(message);
    return {
      encode(source) {
        const to = new ByteWriter();
        plan.encode(source.trim(), '', to, 0);
        return to.copyFrom(0);
      },
    };
  }

  #planOf(message: ProtoMessage): EncodePlan {
    const made = this.#plans.get(message);
    if (made) return made;
    const byName = new Map<string, FieldEncoder>();
    const fields: FieldEncoder[] = [];
    const plan: EncodePlan = {
      message,
      byName,
      fields,
      mayLack: this.#rules === 'as-read',
      isSpecial: false,
      encode: (source, path, to, depth) => encodeObject(plan, source, path, to, depth),
      encodeObject: (source, path, to, depth) => encodeObject(plan, source, path, to, depth),
    };
    this.#plans.set(message, plan);
    const names = jsonNames(message);
    const all = [...message.fields, ...message.extendedBy];
    for (const field of all.sort((one, other) => one.number - other.number)) {
      const encoder = this.#field(field);
      fields.push(encoder);
      byName.set(names.get(field) ?? field.name, encoder);
    }
    // Its own name too, unless that is the JSON name of another.
    for (const encoder of fields) {
      const { field } = encoder;
      if (field.extendee === undefined && !byName.has(field.name)) byName.set(field.name, encoder);
    }
    const special = specialEncoderOf(plan, (fullName) => {
      const found = this.#linked.messages.get(fullName);
      return found && this.#planOf(found);
    });
    if (special) {
      plan.isSpecial = true;
      plan.encode = special;
    }
    return plan;
  }

  #field(field: ProtoField): FieldEncoder {
    const { type, number, isDelimited } = field;
    const isMessage = type instanceof ProtoMessage;
    const wire = isMessage ? (isDelimited ? wires.group : wires.length) : wireOf(type);
    return {
      field,
      tag: number * 8 + wire,
      scalar: isMessage ? undefined : type instanceof ProtoEnum ? enumEncoder(type) : scalarEncoder(type),
      message: isMessage ? this.#planOf(type) : undefined,
      takesNull:
        typeof type !== 'string' &&
        (type.fullName === 'google.protobuf.Value' || type.fullName === 'google.protobuf.NullValue'),
    };
  }
}

function wireOf(type: ScalarType | ProtoEnum): number {
  if (type instanceof ProtoEnum) return wires.varint;
  if (type === 'string' || type === 'bytes') return wires.length;
  if (type === 'double' || type.endsWith('fixed64')) return wires.eightBytes;
  return type === 'float' || type.endsWith('fixed32') ? wires.fourBytes : wires.varint;
}
