/** The formats that need no schema, by the names under which they are asked for. */
import type { Decoder, Encoder } from '../codec.js';
import { msgpack } from './message-pack.js';
import { double, int, long } from './numbers.js';
import { base64, hex, json, text, uuid } from './texts.js';

export const plainFormats = { int, long, double, uuid, text, hex, base64, json, msgpack } satisfies Readonly<
  Record<string, Decoder & Encoder>
>;

export type PlainFormat = keyof typeof plainFormats;
