/** One record as text: its position, time, size, key, headers and value. Safe for a terminal. */
import { isUtf8 } from 'node:buffer';
import type { CopiedRecord } from '../../../kafka/records/copied-record.js';
import { formatDuration } from '../../../text/duration.js';
import { formatBytes } from '../../../text/format-bytes.js';
import { printable } from '../../../text/printable.js';
import { localTimeText } from '../../../text/times.js';
import { counted } from '../../../view/counted.js';
import type { ScreenLine } from '../../../view/screen.js';
import { fit } from '../../../view/width.js';
import { hexDump } from './hex-dump.js';
import { indentXml } from './indent-xml.js';
import { jsonLines, type JsonLine } from './json-lines.js';

type ValueKind = 'JSON' | 'XML' | 'text' | 'binary' | 'none';

export interface ValueText {
  readonly kind: ValueKind;
  readonly lines: readonly JsonLine[];
}

/** More is not laid out: saved to a file it is all there. */
const mostBytes = 1024 * 1024;

export function readValue(bytes: Buffer | null): ValueText {
  if (bytes === null) return { kind: 'none', lines: plain(['(null): a tombstone']) };
  if (bytes.length === 0) return { kind: 'text', lines: plain(['(empty)']) };
  if (!isText(bytes)) return { kind: 'binary', lines: plain(hexDump(bytes)) };
  if (bytes.length > mostBytes) {
    const beginning = bytes.subarray(0, mostBytes).toString('utf8');
    const rest = `… and ${bytes.length - mostBytes} bytes more; saved to a file they are all there.`;
    return { kind: 'text', lines: plain([...linesOf(beginning), rest]) };
  }
  const text = bytes.toString('utf8');
  const json = jsonLines(text);
  if (json !== undefined) return { kind: 'JSON', lines: json };
  const xml = indentXml(text);
  if (xml !== undefined) return { kind: 'XML', lines: plain(linesOf(xml)) };
  return { kind: 'text', lines: plain(linesOf(text)) };
}

function plain(lines: readonly string[]): readonly JsonLine[] {
  return lines.map((text) => ({ spans: [{ text }], indent: 0 }));
}

const values = new WeakMap<CopiedRecord, ValueText>();

/** Once for each record, however often it is drawn. */
export function valueOf(record: CopiedRecord): ValueText {
  const known = values.get(record) ?? readValue(shownValue(record));
  values.set(record, known);
  return known;
}

/** Decoded, if it was. */
export function shownKey({ key, decoded }: CopiedRecord): Buffer | null {
  return decoded?.key?.text ?? key;
}

export function shownValue({ value, decoded }: CopiedRecord): Buffer | null {
  return decoded?.value?.text ?? value;
}

export function recordTitle({ topic, partition, offset }: CopiedRecord): string {
  return `${topic} · partition ${partition} · offset ${offset}`;
}

/** As much of a key or a value is read out in a list. */
const mostInWords = 200;

/** In a line of a list where nothing is drawn: each part by its name, since there are no columns. */
export function recordInWords(record: CopiedRecord): string {
  const { partition, offset, timestamp } = record;
  const part = (bytes: Buffer | null) => fit(inline(bytes, mostInWords), mostInWords);
  return [
    `partition ${partition}, offset ${offset}`,
    ...(timestamp === -1 ? [] : [localTimeText(timestamp).slice(0, 19)]),
    `key ${part(shownKey(record))}`,
    `value ${part(shownValue(record))}`,
  ].join(', ');
}

/** All but the value. */
export function recordFields(record: CopiedRecord, nowMs: number): readonly ScreenLine[] {
  const { partition, offset, headers, value, decoded } = record;
  const { kind } = valueOf(record);
  const size = value === null ? '' : `, ${counted(value.length, 'byte')}`;
  const field = (name: string, text: string): ScreenLine => [
    { text: name.padEnd(9), tone: 'muted' },
    { text },
  ];
  return [
    field('at', `partition ${partition}, offset ${offset}`),
    field('time', timeAndAge(record, nowMs)),
    field('size', sizeOf(record)),
    field('key', inline(shownKey(record)) + schemaText(decoded?.key)),
    ...headers.map(([name, each], index) =>
      field(index === 0 ? 'headers' : '', `${printable(name)}=${inline(each)}`),
    ),
    ...(kind === 'none' ? [] : [field('value', kind + size + schemaText(decoded?.value)), []]),
  ];
}

/** For files, and for where nothing is drawn. */
export function recordLines(record: CopiedRecord, nowMs: number): readonly string[] {
  return [...recordFields(record, nowMs), ...valueOf(record).lines.map(({ spans }) => spans)].map((line) =>
    line.map(({ text }) => text).join(''),
  );
}

function schemaText(decoded: { readonly schema: string } | undefined): string {
  return decoded === undefined ? '' : `  ${printable(decoded.schema)}`;
}

/** Not escaped: for a clipboard; undefined without a value. */
export function copiedValue(record: CopiedRecord): string | undefined {
  const value = shownValue(record);
  if (value === null) return undefined;
  return isText(value) ? value.toString('utf8') : value.toString('base64');
}

function timeAndAge({ timestamp }: CopiedRecord, nowMs: number): string {
  if (timestamp === -1) return 'no timestamp';
  const ageMs = nowMs - Number(timestamp);
  const age = ageMs < 0 ? `${formatDuration(-ageMs)} from now` : `${formatDuration(ageMs)} ago`;
  return `${localTimeText(timestamp)}, ${age}`;
}

function sizeOf({ key, value, headers }: CopiedRecord): string {
  const inHeaders = headers.reduce(
    (sum, [name, value, bytes]) => sum + (bytes?.length ?? Buffer.byteLength(name)) + (value?.length ?? 0),
    0,
  );
  const parts = [`key ${key?.length ?? 0}`, `value ${value?.length ?? 0}`];
  if (headers.length > 0) parts.push(`headers ${inHeaders}`);
  return `${formatBytes((key?.length ?? 0) + (value?.length ?? 0) + inHeaders)} (${parts.join(', ')})`;
}

/** In one line. */
export function inline(bytes: Buffer | null, most = 1000): string {
  // In brackets, since a key or a value may be the word "null".
  if (bytes === null) return '(null)';
  if (bytes.length === 0) return '(empty)';
  const part = bytes.subarray(0, most * 4);
  if (isText(bytes)) return printable(part.toString('utf8').slice(0, most + 1));
  return `0x${bytes.subarray(0, most).toString('hex')}`;
}

/** UTF-8 without the bytes that no text has. */
export function isText(bytes: Buffer): boolean {
  // oxlint-disable-next-line no-control-regex -- bytes that no text has are what is looked for
  return isUtf8(bytes) && !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(bytes.toString('latin1'));
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).map((line) => printable(line.replaceAll('\t', '  ')));
}
