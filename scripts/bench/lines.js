// The files of lines that are written, and that fill the topics that are read.
import { closeSync, existsSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const words = 'the quick brown fox jumps over the lazy dog ';
const lineBytes = 100;

/**
 * plain, far, few: `NUMBER text…`, 100 bytes; a fifth as many for the far line. keyed: one of 5,003 keys and a colon before
 * that; distinct: a key of its own. json: an object of half a kilobyte, as `jq -c` prints it. orders: one of five
 * fields, about 100 bytes as Avro. mib, mib10: long lines.
 * @type {Readonly<Record<import('./types.js').Lines, { share: number, most: number, line: (index: number) => string }>>}
 */
const kinds = {
  plain: { share: 1, most: Infinity, line: (index) => `${index} `.padEnd(lineBytes, words) },
  keyed: {
    share: 1,
    most: Infinity,
    line: (index) => `key${index % 5003}:${index} `.padEnd(lineBytes, words),
  },
  distinct: { share: 1, most: Infinity, line: (index) => `key${index}:${index} `.padEnd(lineBytes, words) },
  json: { share: 1, most: Infinity, line: (index) => JSON.stringify(order(index)) },
  orders: {
    share: 1,
    most: Infinity,
    line: (index) =>
      JSON.stringify({
        id: index,
        customer: `customer-${index % 5003}`,
        amount: (index % 20_000) / 100 + 0.01,
        currency: 'EUR',
        note: `${words}${words.slice(0, 20)}${index % 97}`,
      }),
  },
  far: { share: 0.2, most: Infinity, line: (index) => `${index} `.padEnd(lineBytes, words) },
  few: { share: 1, most: 60, line: (index) => `${index} `.padEnd(lineBytes, words) },
  mib: { share: 1, most: 200, line: (index) => `${index} `.padEnd(1_000_000, words) },
  mib10: { share: 1, most: 20, line: (index) => `${index} `.padEnd(10_000_000, words) },
};

/** @param {number} index */
function order(index) {
  const lines = Array.from({ length: 8 }, (_, line) => ({
    sku: `SKU-${(index * 7 + line) % 9973}`,
    count: line + 1,
    price: 12.5,
    note: 'left at the "door" of 5 \u00e9tage',
  }));
  return { id: index, a: index % 10, status: 'shipped', customer: { name: 'Zo\u00eb', vip: false }, lines };
}

/**
 * Writes the file if it is not there; returns its path.
 * @param {string} folder
 * @param {import('./types.js').Lines} kind
 * @param {number} records
 */
export function linesFile(folder, kind, records) {
  const path = join(folder, `${kind}.txt`);
  if (existsSync(path)) return path;
  const { share, most } = kinds[kind];
  const count = Math.min(records * share, most);
  const file = openSync(path, 'w');
  let text = '';
  for (let index = 0; index < count; index++) {
    text += `${kinds[kind].line(index)}\n`;
    if (text.length > 2 ** 20 || index === count - 1) {
      writeSync(file, text);
      text = '';
    }
  }
  closeSync(file);
  return path;
}
