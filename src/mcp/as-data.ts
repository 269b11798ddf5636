/** Results as they are handed to a program whose reader may take text for orders: escaped, and no more than so much. */
import { exactInJson } from '../text/int64.js';
import { printableLines } from '../text/printable.js';

export interface Cut {
  /** `groups`, `records[].value` */
  readonly at: string;
  readonly what: 'entries' | 'characters';
  readonly shown: number;
  /** Of the longest, if there were several. */
  readonly of: number;
}

export interface Bounds {
  readonly maxRows: number;
  readonly maxBytes: number;
}

export interface Capped {
  readonly value: unknown;
  readonly cuts: readonly Cut[];
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** Lists are cut before texts, and texts before lists are cut further: ten whole entries say more than a hundred beginnings. */
const longText = 4000;
const beginning = 1000;
const shortestText = 200;
/** A description has fewer members than that. */
const fewestMembers = 50;
const longestName = 100;

/** With each control character and each that is not seen shown as an escape, as on a terminal. */
export function asData(result: unknown): unknown {
  return result === undefined ? null : escaped(JSON.parse(JSON.stringify(result, exactInJson)) as Json);
}

function escaped(value: Json): Json {
  if (typeof value === 'string') return printableLines(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(escaped);
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [printableLines(name), escaped(each)]),
  );
}

/** `value`: as from `asData`. It is the same value if it fits. */
export function capped(value: unknown, { maxRows, maxBytes }: Bounds): Capped {
  let rows = maxRows;
  for (const characters of [Infinity, Math.floor(maxBytes * 0.6), longText, beginning]) {
    const tried = cut(value as Json, { rows, characters });
    if (sizeOf(tried.value) <= maxBytes) return tried;
  }
  while (rows > 1) {
    rows = Math.floor(rows / 2);
    const tried = cut(value as Json, { rows, characters: beginning });
    if (sizeOf(tried.value) <= maxBytes) return tried;
  }
  const least = cut(value as Json, { rows: 1, characters: shortestText });
  if (sizeOf(least.value) <= maxBytes) return least;
  return { value: null, cuts: [{ at: '', what: 'characters', shown: 0, of: JSON.stringify(value).length }] };
}

/** Of a name that was given, as far as there are names that long; of a sentence, `most` characters. */
export function beginningOf(text: string, most = longestName): string {
  return text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}…`;
}

function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}

function cut(value: Json, limit: { readonly rows: number; readonly characters: number }): Capped {
  const cuts = new Map<string, Cut>();
  const note = (next: Cut) => {
    const known = cuts.get(next.at);
    if (!known || known.of < next.of) cuts.set(next.at, next);
  };
  const walk = (each: Json, at: string): Json => {
    if (typeof each === 'string') {
      if (each.length <= limit.characters) return each;
      note({ at, what: 'characters', shown: limit.characters, of: each.length });
      return beginningOf(each, limit.characters);
    }
    if (typeof each !== 'object' || each === null) return each;
    if (isList(each)) {
      if (each.length > limit.rows) note({ at, what: 'entries', shown: limit.rows, of: each.length });
      return each.slice(0, limit.rows).map((item) => walk(item, `${at}[]`));
    }
    const members = Object.entries(each);
    const most = Math.max(limit.rows, fewestMembers);
    if (members.length > most) note({ at, what: 'entries', shown: most, of: members.length });
    return Object.fromEntries(
      members.slice(0, most).map(([name, item]) => [name, walk(item, at === '' ? name : `${at}.${name}`)]),
    );
  };
  return { value: walk(value, ''), cuts: [...cuts.values()] };
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
