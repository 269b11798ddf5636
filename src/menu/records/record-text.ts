/** One record as text: its position, key, headers and value. Safe for a terminal. */
import { isUtf8 } from 'node:buffer';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import type { Int64 } from '../../text/int64.js';
import { timeText } from '../../text/times.js';
import { printable } from '../../text/printable.js';
import { fit, fitted } from '../../view/width.js';
import { hexDump } from '../ui/hex-dump.js';
import { indentJson } from '../ui/indent-json.js';
import { indentXml } from '../ui/indent-xml.js';

export type ValueKind = 'JSON' | 'XML' | 'text' | 'binary' | 'none';

export function readValue(bytes: Buffer | null): {
  readonly kind: ValueKind;
  readonly lines: readonly string[];
} {
  if (bytes === null) return { kind: 'none', lines: ['(null): a tombstone'] };
  if (bytes.length === 0) return { kind: 'text', lines: ['(empty)'] };
  if (!isText(bytes)) return { kind: 'binary', lines: hexDump(bytes) };
  const text = bytes.toString('utf8');
  const json = indentJson(text);
  if (json !== undefined) return { kind: 'JSON', lines: linesOf(json) };
  const xml = indentXml(text);
  if (xml !== undefined) return { kind: 'XML', lines: linesOf(xml) };
  return { kind: 'text', lines: linesOf(text) };
}

export function recordTitle({ topic, partition, offset, timestamp }: CopiedRecord): string {
  return `${topic} · partition ${partition} · offset ${offset} · ${timeOf(timestamp)}`;
}

export function recordLines(record: CopiedRecord): string[] {
  const { decoded } = record;
  const { kind, lines } = readValue(decoded?.value?.text ?? record.value);
  const of = (schema: string | undefined) => (schema === undefined ? '' : `  ${printable(schema)}`);
  const size =
    record.value === null ? '' : `, ${record.value.length} ${record.value.length === 1 ? 'byte' : 'bytes'}`;
  return [
    `key      ${inline(decoded?.key?.text ?? record.key)}${of(decoded?.key?.schema)}`,
    ...record.headers.map(
      ([name, value], index) => `${index === 0 ? 'headers' : '       '}  ${printable(name)}=${inline(value)}`,
    ),
    ...(kind === 'none' ? [] : [`value    ${kind}${size}${of(decoded?.value?.schema)}`, '']),
    ...lines,
  ];
}

/** A line of a list, no wider than `columns`. */
export function recordRow(record: CopiedRecord, columns: number): string {
  const { partition, offset, timestamp, decoded } = record;
  const key = decoded?.key?.text ?? record.key;
  const value = decoded?.value?.text ?? record.value;
  const time = timeOf(timestamp).replace('T', ' ').slice(0, 19);
  const start = `${String(partition).padStart(3)} ${String(offset).padStart(9)}  ${time}  ${fitted(inline(key, 40), 14)}  `;
  return fit(start + inline(value, columns), columns);
}

export const rowHeader = `  ${'P'.padStart(3)} ${'OFFSET'.padStart(9)}  ${'TIME (UTC)'.padEnd(19)}  ${'KEY'.padEnd(14)}  VALUE`;

function inline(bytes: Buffer | null, most = 1000): string {
  // In brackets, since a key or a value may be the word "null".
  if (bytes === null) return '(null)';
  if (bytes.length === 0) return '(empty)';
  const part = bytes.subarray(0, most * 4);
  if (isText(bytes)) return printable(part.toString('utf8').slice(0, most + 1));
  return `0x${bytes.subarray(0, most).toString('hex')}`;
}

/** UTF-8 without the bytes that no text has. */
export function isText(bytes: Buffer): boolean {
  // eslint-disable-next-line no-control-regex -- bytes that no text has are what is looked for
  return isUtf8(bytes) && !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(bytes.toString('latin1'));
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => printable(line.replaceAll('\t', '  ')));
}

function timeOf(timestamp: Int64): string {
  return timestamp === -1 ? 'no timestamp' : timeText(timestamp);
}
