/** What JSON values are made of: which paths they have, of which types, and in how many of them; from a sample. */
import { isUtf8 } from 'node:buffer';
import { JsonReader, type JsonKind } from '../../schemas/json-reader.js';

/** A whole number is told from others, and one beyond 2^53 too: JavaScript and many databases would round it. */
type ShapeType = Exclude<JsonKind, 'number'> | 'whole number' | 'large whole number' | 'number';

export interface ShapePath {
  /** As a filter names it, with `[]` for each element of an array: `value.lines[].sku`. */
  readonly path: string;
  /** In how many of the JSON values it occurs, and how often in all. */
  readonly values: number;
  readonly occurrences: number;
  /** Of the JSON values, from 0 to 1. */
  readonly share: number;
  readonly types: readonly { readonly type: ShapeType; readonly occurrences: number }[];
}

export interface ShapeFigures {
  /** Values looked at, evenly spread over what was read. */
  readonly sampled: number;
  readonly json: number;
  /** Text or bytes that are not JSON, and values that are too large to look into. */
  readonly notJson: number;
  readonly tooLarge: number;
  /** In the order in which they were found, members behind their objects. */
  readonly paths: readonly ShapePath[];
  /** Whether there were more paths or more depth than are kept apart. */
  readonly isCut: boolean;
}

const mostPaths = 500;
const deepest = 20;
/** Of the elements of an array. */
const mostElements = 100;
const largestBytes = 1024 * 1024;
/** How JSON begins and ends. What does not is not parsed: an exception takes longer than all else that is done with a short value. */
const jsonEnds = /^[ \t\n\r]*(?:\{[^]*\}|\[[^]*\]|"[^]*"|true|false|null|[-\d][-+.\deE]*)[ \t\n\r]*$/;
const plainName = /^[\p{L}_$][\p{L}\p{N}_$]*$/u;
const longestName = 200;

interface Counted {
  values: number;
  occurrences: number;
  lastValue: number;
  readonly types: Map<ShapeType, number>;
  readonly below: Map<string, Counted>;
}

export class JsonShape {
  readonly #root = emptyPath();
  #paths = 1;
  #sampled = 0;
  #json = 0;
  #tooLarge = 0;
  #isCut = false;

  add(bytes: Buffer, start: number, end: number): void {
    this.#sampled += 1;
    if (end - start > largestBytes) {
      this.#tooLarge += 1;
      return;
    }
    const text = jsonTextIn(bytes, start, end);
    if (text === undefined) return;
    this.#json += 1;
    this.#walk(this.#root, new JsonReader(text), 0);
  }

  #walk(path: Counted, reader: JsonReader, depth: number): void {
    const kind = reader.kind();
    const type = kind === 'number' ? numberType(reader.source()) : kind;
    path.occurrences += 1;
    if (path.lastValue !== this.#json) path.values += 1;
    path.lastValue = this.#json;
    path.types.set(type, (path.types.get(type) ?? 0) + 1);
    if (kind === 'number') return;
    if (kind !== 'object' && kind !== 'array') {
      reader.skip();
      return;
    }
    if (depth === deepest) {
      this.#isCut = true;
      reader.skip();
      return;
    }
    let elements = 0;
    for (let isInside = reader.enter(); isInside; isInside = reader.next()) {
      const name = kind === 'object' ? `.${reader.member()}` : '[]';
      const inner = kind === 'array' && ++elements > mostElements ? undefined : this.#below(path, name);
      if (inner) this.#walk(inner, reader, depth + 1);
      else reader.skip();
    }
  }

  #below(path: Counted, name: string): Counted | undefined {
    let inner = path.below.get(name);
    if (inner) return inner;
    if (this.#paths >= mostPaths || name.length > longestName) {
      this.#isCut = true;
      return undefined;
    }
    this.#paths += 1;
    path.below.set(name, (inner = emptyPath()));
    return inner;
  }

  figures(): ShapeFigures {
    return {
      sampled: this.#sampled,
      json: this.#json,
      notJson: this.#sampled - this.#json - this.#tooLarge,
      tooLarge: this.#tooLarge,
      paths: this.#json === 0 ? [] : this.#listed('value', this.#root),
      isCut: this.#isCut,
    };
  }

  #listed(path: string, { below, types, values, occurrences }: Counted): ShapePath[] {
    return [
      {
        path,
        values,
        occurrences,
        share: values / this.#json,
        types: [...types]
          .map(([type, count]) => ({ type, occurrences: count }))
          .sort((one, other) => other.occurrences - one.occurrences),
      },
      ...[...below].flatMap(([name, inner]) => this.#listed(`${path}${stepOf(name)}`, inner)),
    ];
  }
}

function emptyPath(): Counted {
  return { values: 0, occurrences: 0, lastValue: -1, types: new Map(), below: new Map() };
}

function stepOf(step: string): string {
  if (step === '[]') return step;
  const name = step.slice(1);
  return plainName.test(name) ? step : `[${JSON.stringify(name)}]`;
}

/** Undefined for anything but JSON in UTF-8. */
function jsonTextIn(bytes: Buffer, start: number, end: number): string | undefined {
  const text = bytes.toString('utf8', start, end);
  if (!jsonEnds.test(text)) return undefined;
  if (text.includes('\ufffd') && !isUtf8(bytes.subarray(start, end))) return undefined;
  try {
    JSON.parse(text);
    return text;
  } catch {
    return undefined;
  }
}

/** By its digits: 1e3 and 1.0 are numbers, as a schema would have them. */
function numberType(source: string): ShapeType {
  if (!/^-?\d+$/.test(source)) return 'number';
  return Number.isSafeInteger(Number(source)) ? 'whole number' : 'large whole number';
}
