/** A JSON object → the bytes of a record: fields in the order of the schema, whatever order they are typed in. */
import type { JsonReader } from '../../json-reader.js';
import { quoted } from '../model/names.js';
import type { Field, RecordType } from '../model/types.js';
import type { ByteSink } from './byte-sink.js';
import { EncodeFault } from './encode-fault.js';
import { expectKind, nearOf, type Write } from './scalars.js';

export interface FieldWrite {
  readonly field: Field;
  readonly write: Write;
  /** The bytes of its default; undefined if the schema gives none. Throws EncodeFault, at `at`, if that does not fit. */
  readonly fallback: (at: number) => Buffer | undefined;
}

export function writeRecord({ name, fields: { length } }: RecordType, fields: readonly FieldWrite[]): Write {
  const indexes = new Map(fields.map(({ field }, index) => [field.name, index]));
  const quotedNames = fields.map(({ field }) => JSON.stringify(field.name));
  const what = `an object, which a record ${quoted(name)} is`;

  function indexOf(from: JsonReader): number {
    const place = from.at;
    const member = from.member();
    const index = indexes.get(member);
    if (index !== undefined) return index;
    const near = nearOf(member, [...indexes.keys()]);
    throw new EncodeFault(place, `has ${quoted(member)}, which is not a field of ${quoted(name)}${near}`);
  }

  return (from, to) => {
    const start = from.at;
    expectKind(from, 'object', what);
    let next = 0;
    /** Where the values stand that were typed before their turn. */
    let early: (number | undefined)[] | undefined;
    for (let more = from.enter(); more; more = from.next()) {
      const place = from.at;
      if (next < length && from.isMember(quotedNames[next] as string)) {
        (fields[next] as FieldWrite).write(from, to);
        next += 1;
      } else {
        const index = indexOf(from);
        if (index === next) {
          (fields[next] as FieldWrite).write(from, to);
          next += 1;
        } else {
          early ??= new Array<number | undefined>(length);
          if (index < next || early[index] !== undefined) {
            throw new EncodeFault(place, `has ${quoted((fields[index] as FieldWrite).field.name)} twice`);
          }
          early[index] = from.at;
          from.skip();
          continue;
        }
      }
      if (early !== undefined) next = writeEarly(fields, next, early, from, to);
    }
    const end = from.at;
    while (next < length) {
      const { field, fallback } = fields[next] as FieldWrite;
      const bytes = fallback(start);
      if (bytes === undefined) {
        throw new EncodeFault(start, `has no ${quoted(field.name)}, which has no default`);
      }
      to.raw(bytes);
      next += 1;
      if (early !== undefined) next = writeEarly(fields, next, early, from, to);
    }
    from.at = end;
  };
}

/** Those whose turn has come; returns the field that is next. */
function writeEarly(
  fields: readonly FieldWrite[],
  first: number,
  early: (number | undefined)[],
  from: JsonReader,
  to: ByteSink,
): number {
  const behind = from.at;
  let next = first;
  for (let place = early[next]; place !== undefined; place = early[next]) {
    from.at = place;
    (fields[next] as FieldWrite).write(from, to);
    next += 1;
  }
  from.at = behind;
  return next;
}
