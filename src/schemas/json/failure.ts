/** Why a value does not fit a schema. */
import { ExactNumber, jsonText, type Json, type JsonObject } from './json-value.js';

export interface Failure {
  /** `items[2].price`, '' for the whole. */
  readonly path: string;
  /** Goes on from there: `is a string, not an integer`. */
  readonly message: string;
}

export function fail(path: string, message: string): Failure {
  return { path, message };
}

export function memberPath(path: string, name: string): string {
  if (!/^[A-Za-z_]\w*$/.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}

export function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (value instanceof ExactNumber) return 'number';
  if (value instanceof Map) return 'object';
  return Array.isArray(value) ? 'array' : typeof value;
}

export function isObject(value: Json): value is JsonObject {
  return value instanceof Map;
}

export function isArray(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

const longest = 60;

/** As it may be shown in a message. */
export function shown(value: Json): string {
  const text = jsonText(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
