/** The formats that need no schema, by the names under which they are asked for. */
import type { Decoder, Encoder } from '../codec.js';
import type { PlainFormatName } from '../format-name.js';
import { msgpack } from './message-pack.js';
import { double, int, long } from './numbers.js';
import { base64, hex, json, text, uuid } from './texts.js';

export const plainFormats: Readonly<Record<PlainFormatName, Decoder & Encoder>> = {
  int,
  long,
  double,
  uuid,
  text,
  hex,
  base64,
  json,
  msgpack,
};
