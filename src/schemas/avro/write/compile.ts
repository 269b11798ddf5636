/** An Avro type → a closure that writes JSON as its bytes: no code is made of a schema, which may come from anyone. */
import type { WriteRules } from '../../codec.js';
import { JsonReader } from '../../json-reader.js';
import { quoted } from '../model/names.js';
import {
  branchName,
  logicalOf,
  type AvroType,
  type Field,
  type NamedType,
  type UnionType,
} from '../model/types.js';
import { ByteSink } from './byte-sink.js';
import { EncodeFault } from './encode-fault.js';
import { writeLogical } from './logical.js';
import { writeRecord } from './record.js';
import { expectKind, readText, writeEnum, writeFixed, writePrimitive, type Write } from './scalars.js';
import { writeUnion } from './union.js';

/** What a decoder reads at most. */
const deepest = 500;
/** Of a default, which does not say the branch that it means. */
const mostTrials = 10_000;

export class WriteCompiler {
  readonly #style: WriteRules | 'defaults';
  readonly #defaults: WriteCompiler;
  readonly #named = new Map<NamedType, { write: Write }>();
  /** Named types whose closure is not made yet: one after the other, since a chain of them may be as long as a schema. */
  readonly #waiting: (() => void)[] = [];
  #isWorking = false;
  #depth = 0;
  #trials = 0;

  /** `defaults`: for the values that a schema gives, where bytes stand for decimals, and the first branch that fits is meant. */
  constructor(style: WriteRules | 'defaults' = 'strict') {
    this.#style = style;
    this.#defaults = style === 'defaults' ? this : new WriteCompiler('defaults');
  }

  /** Throws EncodeFault when called. */
  writeOf(type: AvroType): Write {
    const write = this.#make(type);
    if (!this.#isWorking) {
      this.#isWorking = true;
      for (let work = this.#waiting.pop(); work; work = this.#waiting.pop()) work();
      this.#isWorking = false;
    }
    return write;
  }

  /** The bytes of a field's default, made once; undefined if it has none. Throws EncodeFault. */
  defaultOf(field: Field): () => Buffer | undefined {
    let made: Buffer | undefined;
    let write: Write | undefined;
    let isBusy = false;
    return () => {
      if (made !== undefined || field.default === undefined) return made;
      if (isBusy) throw new EncodeFault(0, `has the default of ${quoted(field.name)}, which holds itself`);
      isBusy = true;
      if (this.#style !== 'defaults') this.#defaults.begin();
      try {
        write ??= this.#defaults.writeOf(field.type);
        const sink = new ByteSink();
        write(new JsonReader(field.default), sink);
        return (made = sink.copyFrom(0));
      } finally {
        isBusy = false;
      }
    };
  }

  #make(type: AvroType): Write {
    const logical = logicalOf(type);
    if (logical !== undefined && this.#style !== 'defaults') return writeLogical(logical, type, this.#style);
    switch (type.kind) {
      case 'record':
        return this.#record(type);
      case 'enum':
        return writeEnum(type);
      case 'fixed':
        return writeFixed(type);
      case 'array':
        return this.#nested(this.#array(this.#make(type.items)));
      case 'map':
        return this.#nested(this.#map(this.#make(type.values)));
      case 'union':
        return this.#union(type);
      default:
        return writePrimitive(type);
    }
  }

  #record(type: NamedType & { kind: 'record' }): Write {
    const known = this.#named.get(type);
    if (known) return (from, to) => known.write(from, to);
    const holder = { write: writeNothing };
    this.#named.set(type, holder);
    this.#waiting.push(() => {
      const fields = type.fields.map((field) => ({
        field,
        write: this.#make(field.type),
        fallback: this.#defaultFor(field),
      }));
      holder.write = this.#nested(writeRecord(type, fields));
    });
    return (from, to) => holder.write(from, to);
  }

  #defaultFor(field: Field): (at: number) => Buffer | undefined {
    const bytes = this.defaultOf(field);
    return (at) => {
      try {
        return bytes();
      } catch (error) {
        if (!(error instanceof EncodeFault)) throw error;
        const what = `has no ${quoted(field.name)}, and the default in the schema does not fit`;
        throw new EncodeFault(at, `${what}: it ${error.message}`);
      }
    };
  }

  #array(write: Write): Write {
    return (from, to) => {
      expectKind(from, 'array', 'an array');
      const start = to.length;
      let count = 0;
      for (let more = from.enter(); more; more = from.next()) {
        write(from, to);
        count += 1;
      }
      if (count > 0) to.insertCount(count, start);
      to.byte(0);
    };
  }

  #map(write: Write): Write {
    return (from, to) => {
      expectKind(from, 'object', 'an object, which a map is');
      const start = to.length;
      let count = 0;
      for (let more = from.enter(); more; more = from.next()) {
        to.text(readText(from, 'a name'));
        from.toValue();
        write(from, to);
        count += 1;
      }
      if (count > 0) to.insertCount(count, start);
      to.byte(0);
    };
  }

  #union(type: UnionType): Write {
    const writes = type.branches.map((branch) => this.#make(branch));
    return this.#style === 'defaults' ? this.#firstFitting(type, writes) : writeUnion(type, writes);
  }

  #firstFitting({ branches }: UnionType, writes: readonly Write[]): Write {
    return (from, to) => {
      const { at } = from;
      const start = to.length;
      const depth = this.#depth;
      for (const [index, write] of writes.entries()) {
        this.#trials += 1;
        if (this.#trials > mostTrials) throw new EncodeFault(at, 'fits too many types to try them all');
        try {
          to.int(index);
          write(from, to);
          return;
        } catch (error) {
          if (!(error instanceof EncodeFault) || this.#trials > mostTrials) throw error;
          from.at = at;
          to.rewind(start);
          this.#depth = depth;
        }
      }
      throw new EncodeFault(at, `fits none of ${branches.map(branchName).map(quoted).join(', ')}`);
    };
  }

  #nested(write: Write): Write {
    return (from, to) => {
      if (this.#depth >= deepest) throw new EncodeFault(from.at, `is nested more than ${deepest} deep`);
      this.#depth += 1;
      write(from, to);
      this.#depth -= 1;
    };
  }

  /** Before each value: what the one before left when it did not fit. */
  begin(): void {
    this.#depth = 0;
    this.#trials = 0;
  }
}

const writeNothing: Write = () => undefined;
