/** Random values of a type, as bytes: what recurs ends soon, and numbers, names and times are such as people use. */
import { LabError } from '../../../text/errors.js';
import { bytesFromBigint } from '../../exact-decimal.js';
import { below, randomWord, type Random } from '../../random.js';
import { quoted } from '../model/names.js';
import { levelsOf } from '../model/levels.js';
import { unitsPerSecond } from '../model/units.js';
import { branchName, logicalOf, type AvroType, type Logical } from '../model/types.js';
import { ByteSink } from './byte-sink.js';

/** Below so many records, arrays and maps, nothing is begun that need not be. */
const deepest = 3;
/** What no value of a practical schema has. */
const mostParts = 100_000;
const largestFixed = 1024 * 1024;
const firstSecond = Date.UTC(2026, 0, 1) / 1000;
const secondsPerDay = 86_400;

/** Throws LabError 'usage' if the type has no values, or only such as are too large. */
export function avroGenerator(type: AvroType): (random: Random) => Buffer {
  const levels = levelsOf(type);
  return (random) => {
    const value = new RandomValue(random, levels);
    value.write(type, 0);
    return value.sink.copyFrom(0);
  };
}

class RandomValue {
  readonly sink = new ByteSink();
  readonly #random: Random;
  readonly #levels: (type: AvroType) => number;
  #parts = 0;

  constructor(random: Random, levels: (type: AvroType) => number) {
    this.#random = random;
    this.#levels = levels;
  }

  write(type: AvroType, depth: number): void {
    this.#parts += 1;
    if (this.#parts > mostParts) throw noValues(type, 'is too large');
    const logical = logicalOf(type);
    if (logical !== undefined) this.#logical(logical, type.kind === 'fixed' ? type.size : undefined);
    else this.#plain(type, depth);
  }

  #plain(type: AvroType, depth: number): void {
    const { sink } = this;
    switch (type.kind) {
      case 'null':
        return;
      case 'boolean': {
        sink.byte(this.#below(2));
        return;
      }
      case 'int': {
        sink.int(this.#below(100_000));
        return;
      }
      case 'long': {
        sink.int(this.#below(1_000_000));
        return;
      }
      case 'float': {
        sink.float(this.#below(100_000) / 100);
        return;
      }
      case 'double': {
        sink.double(this.#below(100_000) / 100);
        return;
      }
      case 'bytes':
      case 'string': {
        sink.text(randomWord(this.#random));
        return;
      }
      case 'fixed':
        if (type.size > largestFixed) throw noValues(type, 'is too large');
        {
          sink.raw(Uint8Array.from({ length: type.size }, () => this.#below(256)));
          return;
        }
      case 'enum':
        if (type.symbols.length === 0) throw noValues(type, 'has no symbols');
        {
          sink.int(this.#below(type.symbols.length));
          return;
        }
      case 'record':
        if (this.#levels(type) === Infinity) throw noValues(type, 'holds itself without end');
        for (const field of type.fields) this.write(field.type, depth + 1);
        return;
      case 'array': {
        this.#elements(depth, () => this.write(type.items, depth + 1));
        return;
      }
      case 'map': {
        this.#elements(depth, (at) => {
          sink.text(`${randomWord(this.#random)}${at}`);
          this.write(type.values, depth + 1);
        });
        return;
      }
      case 'union': {
        const { branches } = type;
        const least = Math.min(...branches.map(this.#levels));
        const fitting = [...branches.keys()].filter((index) => {
          const needed = this.#levels(branches[index] as AvroType);
          return needed === least || (depth < deepest && needed < Infinity);
        });
        const index = fitting[this.#below(fitting.length)];
        if (index === undefined) throw noValues(type, 'has no branches');
        sink.int(index);
        this.write(branches[index] as AvroType, depth);
        return;
      }
    }
  }

  #elements(depth: number, write: (at: number) => void): void {
    const count = depth < deepest ? this.#below(4) : 0;
    if (count > 0) this.sink.int(count);
    for (let at = 0; at < count; at += 1) write(at);
    this.sink.byte(0);
  }

  /** `size`: of a fixed type. */
  #logical(logical: Logical, size: number | undefined): void {
    const { sink } = this;
    switch (logical.kind) {
      case 'decimal': {
        this.#unscaled(10 ** Math.min(logical.precision, 6), size);
        return;
      }
      case 'big-decimal': {
        const start = sink.length;
        this.#unscaled(1_000_000, undefined);
        sink.int(2);
        sink.insertCount(sink.length - start, start);
        return;
      }
      case 'date': {
        sink.int(firstSecond / secondsPerDay + this.#below(365));
        return;
      }
      case 'uuid': {
        const uuid = this.#uuid();
        if (size === undefined) sink.text(uuid);
        else sink.raw(Buffer.from(uuid.replaceAll('-', ''), 'hex'));
        return;
      }
      case 'duration': {
        const bytes = Buffer.alloc(12);
        for (const [index, limit] of [12, 30, 86_400_000].entries())
          bytes.writeUInt32LE(this.#below(limit), index * 4);
        sink.raw(bytes);
        return;
      }
      case 'time': {
        sink.int(this.#below(secondsPerDay * unitsPerSecond[logical.unit]));
        return;
      }
      case 'timestamp':
      case 'local-timestamp': {
        const seconds = firstSecond + this.#below(365 * secondsPerDay);
        const units = unitsPerSecond[logical.unit];
        sink.bigInt(BigInt(seconds) * BigInt(units) + BigInt(this.#below(units)));
        return;
      }
    }
  }

  #unscaled(limit: number, size: number | undefined): void {
    const bytes = bytesFromBigint(BigInt(this.#below(limit)), size) ?? Buffer.alloc(size ?? 1);
    if (size === undefined) this.sink.int(bytes.length);
    this.sink.raw(bytes);
  }

  /** Of version 4. */
  #uuid(): string {
    const digits = (count: number) =>
      Array.from({ length: count }, () => this.#below(16).toString(16)).join('');
    return `${digits(8)}-${digits(4)}-4${digits(3)}-a${digits(3)}-${digits(12)}`;
  }

  #below(limit: number): number {
    return below(limit, this.#random);
  }
}

function noValues(type: AvroType, why: string): LabError {
  return new LabError(
    'usage',
    `No values can be made for this Avro schema: ${quoted(branchName(type))} ${why}.`,
  );
}
