/** A parsed filter → a question about one record; only the parts that it needs are decoded, and each once. */
import { parseTimePosition } from '../text/positions.js';
import type { PrintableRecord } from '../wire/print/record-format.js';
import { Pattern } from '../text/pattern/pattern.js';
import type { AbsentFields } from './absent-fields.js';
import { exactly, exactNumber, type Exact } from './exact-number.js';
import type { Filter, Operand, Operator, Path } from './filter-parser.js';
import { JsonPlace, inDoubt } from './json-place.js';

export type RecordPredicate = (record: PrintableRecord) => boolean;

/** What a path leads to; undefined if there is nothing. */
type Found = unknown;

/** `now` is what `timestamp >= "@-1h"` counts from. Throws LabError 'usage' for an invalid time. */
export function filterPredicate(filter: Filter, now: Date, absent?: AbsentFields): RecordPredicate {
  const record = new DecodedRecord(pathsOf(filter));
  const test = compile(filter, now, absent);
  return (raw) => {
    record.open(raw);
    return test(record);
  };
}

/** The parts of a record that a filter looks at. */
export function rootsOf(filter: Filter): ReadonlySet<Path['root']> {
  return new Set(pathsOf(filter).map(({ root }) => root));
}

function pathsOf(filter: Filter): readonly Path[] {
  if (filter.kind === 'test') return [filter.path];
  return filter.kind === 'not' ? pathsOf(filter.part) : filter.parts.flatMap(pathsOf);
}

function compile(
  filter: Filter,
  now: Date,
  absent: AbsentFields | undefined,
): (record: DecodedRecord) => boolean {
  switch (filter.kind) {
    case 'and': {
      const parts = filter.parts.map((part) => compile(part, now, absent));
      return (record) => parts.every((part) => part(record));
    }
    case 'or': {
      const parts = filter.parts.map((part) => compile(part, now, absent));
      return (record) => parts.some((part) => part(record));
    }
    case 'not': {
      const part = compile(filter.part, now, absent);
      return (record) => !part(record);
    }
    case 'test': {
      const { path, operator } = filter;
      const isTime = path.root === 'timestamp' && typeof filter.operand === 'string';
      const operand = isTime ? timeOf(filter.operand, now) : filter.operand;
      const watch = path.steps.length > 0 ? absent?.watch(path) : undefined;
      return (record) => {
        const found = record.find(path);
        watch?.(found !== undefined, () => record.siblings(path));
        return compare(found, operator, operand);
      };
    }
  }
}

function timeOf(text: string, now: Date): Operand {
  return parseTimePosition(text, now);
}

/** What is not there equals nothing, so that every comparison but `!=` fails. */
function compare(found: Found, operator: Operator, operand: Operand): boolean {
  switch (operator) {
    case 'exists':
      return found !== undefined && found !== null;
    case '!=':
      return !compare(found, '==', operand);
    case 'contains':
      if (Array.isArray(found)) return found.some((each) => compare(each, '==', operand));
      return typeof found === 'string' && found.includes(String(operand));
    case 'matches':
      return isScalar(found) && operand instanceof Pattern && operand.test(String(found));
    case '==':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return inOrder(found, operator, operand);
  }
}

function inOrder(found: Found, operator: '==' | '<' | '<=' | '>' | '>=', operand: Operand): boolean {
  // Keys, headers and whole values are texts; a number is meant if one is compared with.
  const left = isNumber(operand) && typeof found === 'string' ? numberIn(found) : found;
  if (operator === '==') return left === operand;
  if (isNumber(left) && isNumber(operand)) return isOrdered(left, operator, operand);
  if (typeof left === 'string' && typeof operand === 'string') return isOrdered(left, operator, operand);
  return false;
}

function isOrdered<T extends string | Exact>(left: T, operator: '<' | '<=' | '>' | '>=', right: T): boolean {
  switch (operator) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
  }
}

function numberIn(text: string): Exact | undefined {
  return text.trim() === '' ? undefined : exactNumber(text);
}

/** A bigint never has the value of a safe number, so that both are equal only if they are the same. */
function isNumber(value: unknown): value is Exact {
  return typeof value === 'number' || typeof value === 'bigint';
}

function isScalar(found: Found): found is string | Exact | boolean {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof found);
}

/** Of a filter with more paths, a key or value is parsed whole, once. */
const mostPlaces = 3;

class DecodedRecord {
  #record: PrintableRecord | undefined;
  readonly #places = new Map<Path, JsonPlace>();
  readonly #texts = new Map<'key' | 'value', string | null>();
  readonly #json = new Map<'key' | 'value', Found>();

  constructor(paths: readonly Path[]) {
    const inJson = paths.filter(
      ({ root, steps }) => (root === 'key' || root === 'value') && steps.length > 0,
    );
    if (inJson.length > mostPlaces) return;
    for (const path of inJson) {
      if (JsonPlace.canFind(path.steps)) this.#places.set(path, new JsonPlace(path.steps));
    }
  }

  open(record: PrintableRecord): void {
    this.#record = record;
    if (this.#texts.size > 0) this.#texts.clear();
    if (this.#json.size > 0) this.#json.clear();
  }

  find(path: Path): Found {
    const { root, steps } = path;
    const record = this.#record as PrintableRecord;
    switch (root) {
      case 'topic':
      case 'partition':
      case 'offset':
        return record[root];
      case 'timestamp':
        return record.exactTimestamp;
      case 'headers':
        return this.#header(record, steps[0]);
      case 'key':
      case 'value':
        if (steps.length === 0) return this.#text(record, root);
        return this.#findInJson(record, root, path);
    }
  }

  #findInJson(record: PrintableRecord, root: 'key' | 'value', path: Path): Found {
    const place = this.#places.get(path);
    const { buffer } = record;
    const [start, end] = spanOf(record, root);
    const isFound = place === undefined ? inDoubt : end >= 0 && place.find(buffer, start, end);
    if (isFound === false) return undefined;
    if (place !== undefined && isFound === true) return exactlyAt(buffer, place);
    const { steps } = path;
    return exactly(memberAt(this.#parsed(record, root), steps), this.#text(record, root) ?? '', steps);
  }

  /** The names that the last step could have been. */
  siblings({ root, steps }: Path): readonly string[] {
    const record = this.#record as PrintableRecord;
    if (root === 'headers') return record.headerCount === 0 ? [] : record.headers().map(([name]) => name);
    if (root !== 'key' && root !== 'value') return [];
    const parent = memberAt(this.#parsed(record, root), steps.slice(0, -1));
    return typeof parent === 'object' && parent !== null && !Array.isArray(parent) ? Object.keys(parent) : [];
  }

  /** The first of that name; without a name: is there any? */
  #header(record: PrintableRecord, name: string | number | undefined): Found {
    if (record.headerCount === 0) return undefined;
    if (name === undefined) return record.headerCount;
    const header = record.headers().find(([each]) => each === name);
    return header && (header[1]?.toString('utf8') ?? null);
  }

  #text(record: PrintableRecord, part: 'key' | 'value'): string | null {
    const known = this.#texts.get(part);
    if (known !== undefined) return known;
    const [start, end] = spanOf(record, part);
    const text = end < 0 ? null : record.buffer.toString('utf8', start, end);
    this.#texts.set(part, text);
    return text;
  }

  /** Undefined if it is not JSON. */
  #parsed(record: PrintableRecord, part: 'key' | 'value'): Found {
    if (this.#json.has(part)) return this.#json.get(part);
    const parsed = parsedJson(this.#text(record, part));
    this.#json.set(part, parsed);
    return parsed;
  }
}

function spanOf(record: PrintableRecord, part: 'key' | 'value'): readonly [start: number, end: number] {
  return part === 'key' ? [record.keyStart, record.keyEnd] : [record.valueStart, record.valueEnd];
}

/** What was found, which is valid JSON. */
function exactlyAt(buffer: Buffer, { start, end }: JsonPlace): Found {
  const digit = (buffer[start] as number) - 0x30;
  if (end === start + 1) return digit;
  if (digit >= 0 && digit <= 9) return exactNumber(buffer.toString('latin1', start, end));
  const source = buffer.toString('utf8', start, end);
  return exactly(JSON.parse(source), source, []);
}

function parsedJson(text: string | null): Found {
  try {
    return text === null ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
}

function memberAt(json: Found, steps: readonly (string | number)[]): Found {
  let found = json;
  for (const step of steps) {
    // Own members only: no length, no toString.
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    if ((typeof step === 'number') !== Array.isArray(found)) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}
