/** Avro's names: full names from names and namespaces, and what they may consist of. */
import { printable } from '../../../text/printable.js';

export const primitives: ReadonlySet<string> = new Set([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);
export const complexTypes = ['record', 'enum', 'array', 'map', 'fixed'];

/** Letters of any alphabet, as Java's Avro 1.12 takes them. */
const simpleName = /^[\p{L}_][\p{L}\p{N}_]*$/u;
const longestShown = 80;

export function isName(text: string): boolean {
  return simpleName.test(text);
}

/** Namespaces are taken as they come: many libraries write what the specification forbids there. */
export function isFullName(text: string): boolean {
  return isName(simpleNameOf(text)) && !/[\s"\p{Cc}]/u.test(text);
}

/** `namespace` counts only for a name without dots. */
export function fullNameOf(name: string, namespace: string): string {
  return namespace === '' || name.includes('.') ? name.replace(/^\./, '') : `${namespace}.${name}`;
}

export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}

export function simpleNameOf(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

/** In quotes, for messages: names come from outside, and may be of any length. */
export function quoted(name: string): string {
  return printable(`"${name.length > longestShown ? `${name.slice(0, longestShown)}…` : name}"`);
}
