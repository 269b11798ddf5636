/** Timestamps (RFC 3339), durations (`1.5s`) and field masks (`a,b.cD`) from their texts. */
import { stringOf } from '../../../text/source/json-source.js';
import { EncodeError } from '../../codec.js';
import type { ByteWriter } from './byte-writer.js';
import type { ContentEncoder } from './encode-plan.js';
import { firstSecond, lastSecond, mostSeconds } from '../decode/time-writers.js';

const timestamp = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:[Zz]|([+-])(\d\d):(\d\d))$/;
const duration = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?s$/;
const [secondsTag, nanosTag, pathTag] = [8, 16, 10];

function textOf(source: string, path: string, wanted: string): string {
  if (!source.startsWith('"')) throw new EncodeError(path, `is not ${wanted}`);
  return stringOf(source);
}

export const encodeTimestamp: ContentEncoder = (source, path, to) => {
  const wanted = 'a time such as "2026-01-15T10:00:00.123Z"';
  const [, day = '', time = '', fraction = '', sign, hours = 0, minutes = 0] =
    timestamp.exec(textOf(source, path, wanted)) ?? [];
  const ms = Date.parse(`${day}T${time}Z`);
  // The 30th of February would become the 2nd of March.
  const isReal = !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(`${day}T${time}`);
  const isZone = Number(hours) < 24 && Number(minutes) < 60;
  if (!isReal || !isZone) throw new EncodeError(path, `is not ${wanted}`);
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 * (sign === '-' ? -1 : 1);
  const seconds = ms / 1000 - offset;
  if (seconds < firstSecond || seconds > lastSecond)
    throw new EncodeError(path, 'is not between the years 1 and 9999');
  writeTimes(seconds, Number(fraction.padEnd(9, '0')), to);
};

export const encodeDuration: ContentEncoder = (source, path, to) => {
  const wanted = 'a duration such as "1.5s"';
  const [, sign, seconds, fraction = ''] = duration.exec(textOf(source, path, wanted)) ?? [];
  if (seconds === undefined) throw new EncodeError(path, `is not ${wanted}`);
  if (Number(seconds) > mostSeconds) throw new EncodeError(path, `has more than ${mostSeconds} seconds`);
  const factor = sign === '-' ? -1 : 1;
  writeTimes(factor * Number(seconds), factor * Number(fraction.padEnd(9, '0')), to);
};

function writeTimes(seconds: number, nanos: number, to: ByteWriter): void {
  for (const [tag, value] of [
    [secondsTag, seconds],
    [nanosTag, nanos],
  ] as const) {
    if (value === 0) continue;
    to.varint(tag);
    to.varint64(BigInt(value));
  }
}

export const encodeFieldMask: ContentEncoder = (source, path, to) => {
  const text = textOf(source, path, 'the paths of fields in one text: "a,b.cD"');
  if (text === '') return;
  for (const each of text.split(',')) {
    if (!/^[A-Za-z0-9.]+$/.test(each))
      throw new EncodeError(path, `has "${each}", which is not a path of fields`);
    to.varint(pathTag);
    to.bytes(Buffer.from(each.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)));
  }
};
