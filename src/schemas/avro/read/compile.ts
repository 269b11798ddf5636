/** Two Avro types, as written and as wanted, → a closure from bytes to JSON: no code is made of a schema, which may come from anyone. */
import { boundedDecoder } from '../../bounded-decoder.js';
import { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { LeastBytes } from '../model/least-bytes.js';
import { quoted } from '../model/names.js';
import {
  branchName,
  logicalOf,
  type AvroType,
  type EnumType,
  type Field,
  type RecordType,
  type UnionType,
} from '../model/types.js';
import { unionForms, type BranchForm } from '../model/union-form.js';
import { WriteCompiler } from '../write/compile.js';
import { EncodeFault } from '../write/encode-fault.js';
import { ByteCursor } from './byte-cursor.js';
import { readArray, readMap } from './blocks.js';
import { readLogical } from './logical.js';
import { branchFor, doesMatch } from './matching.js';
import { readRecord, type FieldRead } from './record.js';
import { constant, readEnum, readFixed, readPrimitive, type Read } from './scalars.js';
import { inForm } from './union.js';

export class ReadCompiler {
  readonly #records = new Map<RecordType, Map<RecordType, { read: Read }>>();
  /** Made once, whatever the number of fields: a symbol may be as long as a schema. */
  readonly #enums = new Map<EnumType, Map<EnumType, Read>>();
  readonly #forms = new Map<readonly AvroType[], readonly BranchForm[]>();
  /** Records whose closure is not made yet: one after the other, since a chain of them may be as long as a schema. */
  readonly #waiting: (() => void)[] = [];
  #isWorking = false;
  readonly #defaults = new WriteCompiler('defaults');
  readonly #least = new LeastBytes();

  /** What does not match is refused when it is met: a union may never hold the branch. */
  readOf(written: AvroType, wanted: AvroType): Read {
    const read = this.#make(written, wanted);
    if (!this.#isWorking) {
      this.#isWorking = true;
      for (let work = this.#waiting.pop(); work; work = this.#waiting.pop()) work();
      this.#isWorking = false;
    }
    return read;
  }

  #make(written: AvroType, wanted: AvroType): Read {
    if (written.kind === 'union') return this.#union(written, wanted);
    if (wanted.kind === 'union') {
      const index = branchFor(written, wanted.branches);
      return index === undefined ? unlike(written, wanted) : this.#branch(written, wanted, index);
    }
    if (!doesMatch(written, wanted)) return unlike(written, wanted);
    const logical = logicalOf(wanted);
    return (logical && readLogical(logical, wanted)) ?? this.#plain(written, wanted);
  }

  /** Both match. */
  #plain(written: AvroType, wanted: AvroType): Read {
    switch (wanted.kind) {
      case 'record':
        return this.#record(written as RecordType, wanted);
      case 'enum':
        return this.#enum(written as EnumType, wanted);
      case 'fixed':
        return readFixed(wanted.size);
      case 'array': {
        const { items } = written as typeof wanted;
        return readArray(this.#make(items, wanted.items), this.#least.of(items));
      }
      case 'map': {
        const { values } = written as typeof wanted;
        return readMap(this.#make(values, wanted.values), this.#least.of(values));
      }
      case 'union':
        return this.#make(written, wanted);
      default: {
        const { kind } = written as typeof wanted;
        return readPrimitive(kind, wanted.kind) ?? unlike(written, wanted);
      }
    }
  }

  #union({ branches }: UnionType, wanted: AvroType): Read {
    const isSame = wanted.kind === 'union' && wanted.branches === branches;
    const reads = branches.map((branch, index) =>
      isSame ? this.#branch(branch, wanted, index) : this.#make(branch, wanted),
    );
    return (from, out) => {
      const { at } = from;
      const index = from.int();
      const read = reads[index];
      if (read === undefined) throw from.wrong(`the union has no branch of number ${index}`, at);
      read(from, out);
    };
  }

  #branch(written: AvroType, { branches }: UnionType, index: number): Read {
    const wanted = branches[index] as AvroType;
    const forms = this.#forms.get(branches) ?? unionForms(branches);
    this.#forms.set(branches, forms);
    const form = forms[index];
    const read = this.#make(written, wanted);
    return form ? inForm(form, written, wanted, read) : read;
  }

  #enum(written: EnumType, wanted: EnumType): Read {
    const pairs = pairsOf(this.#enums, written);
    const read = pairs.get(wanted) ?? enumOf(written, wanted);
    pairs.set(wanted, read);
    return read;
  }

  #record(written: RecordType, wanted: RecordType): Read {
    const pairs = pairsOf(this.#records, written);
    const known = pairs.get(wanted);
    const holder = known ?? { read: constant('') };
    if (!known) {
      pairs.set(wanted, holder);
      this.#waiting.push(() => {
        holder.read = this.#fields(written, wanted);
      });
    }
    return (from, out) => holder.read(from, out);
  }

  #fields(written: RecordType, wanted: RecordType): Read {
    if (written === wanted) {
      return readRecord(written.fields.map(({ name, type }) => ({ name, read: this.#make(type, type) })));
    }
    const byName = new Map(written.fields.map((field) => [field.name, field]));
    const targets = new Map<Field, Field>();
    const absent: Field[] = [];
    for (const field of wanted.fields) {
      const name = [field.name, ...field.aliases].find((each) => byName.has(each));
      const source = name === undefined ? undefined : byName.get(name);
      if (source) targets.set(source, field);
      else absent.push(field);
    }
    const lost = absent.find((field) => field.default === undefined);
    if (lost) {
      return refusing(
        `the reader's schema has the field ${quoted(lost.name)}, which was not written and has no default`,
      );
    }
    const present = written.fields.map((field): FieldRead => {
      const target = targets.get(field) ?? field;
      return {
        name: targets.has(field) ? target.name : undefined,
        read: this.#make(field.type, target.type),
      };
    });
    const added = absent.map((field): FieldRead => ({ name: field.name, read: this.#default(field) }));
    return readRecord([...present, ...added]);
  }

  /** The JSON of a field that was not written. */
  #default(field: Field): Read {
    const bytesOf = this.#defaults.defaultOf(field);
    let read: Read | undefined;
    return (from, out) => {
      read ??= constant(this.#jsonOf(field, bytesOf, from));
      read(from, out);
    };
  }

  #jsonOf(field: Field, bytesOf: () => Buffer | undefined, from: ByteCursor): string {
    try {
      this.#defaults.begin();
      const bytes = bytesOf() ?? Buffer.alloc(0);
      const out = new OutputBuffer();
      const cursor = new ByteCursor();
      const read = this.readOf(field.type, field.type);
      cursor.begin(bytes, 0, bytes.length);
      boundedDecoder(() => read(cursor, out)).decode(bytes, 0, bytes.length, out);
      return out.take().toString();
    } catch (error) {
      if (!(error instanceof EncodeFault)) throw error;
      throw from.wrong(
        `the default of ${quoted(field.name)} in the reader's schema does not fit: it ${error.message}`,
      );
    }
  }
}

/** By the wanted type, what was made of the written one. */
function pairsOf<Type, Made>(all: Map<Type, Map<Type, Made>>, written: Type): Map<Type, Made> {
  const pairs = all.get(written) ?? new Map<Type, Made>();
  all.set(written, pairs);
  return pairs;
}

function enumOf(written: EnumType, wanted: EnumType): Read {
  const known = new Set(wanted.symbols);
  const targets = written.symbols.map((symbol) => (known.has(symbol) ? symbol : wanted.default));
  return readEnum(targets, written.symbols);
}

function unlike(written: AvroType, wanted: AvroType): Read {
  return refusing(`${shownType(written)} was written, and the reader's schema has ${shownType(wanted)}`);
}

function shownType(type: AvroType): string {
  return type.kind === 'union' ? 'another union' : quoted(branchName(type));
}

function refusing(reason: string): Read {
  return (from) => {
    throw from.wrong(reason);
  };
}
