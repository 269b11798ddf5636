import { expect, test } from '@jest/globals';
import { LabError } from '../text/errors.js';
import { parseFormat, parseFormats } from './format-name.js';

test.each([
  ['long', { kind: 'plain', name: 'long' }],
  ['json', { kind: 'plain', name: 'json' }],
  ['json:a.json', { kind: 'json-schema', file: 'a.json' }],
  ['avro:C:\\a.avsc', { kind: 'avro', file: 'C:\\a.avsc' }],
  ['protobuf', { kind: 'raw-protobuf' }],
  ['protobuf:a#b.proto#shop.Order', { kind: 'protobuf', file: 'a#b.proto', message: 'shop.Order' }],
  ['registry', { kind: 'registry' }],
  ['registry#shop.Order', { kind: 'registry', message: 'shop.Order' }],
  ['registry:orders-value', { kind: 'registry', subject: 'orders-value' }],
  ['registry:orders-value@3', { kind: 'registry', subject: 'orders-value', version: 3 }],
  ['registry:orders-value@latest', { kind: 'registry', subject: 'orders-value' }],
  ['registry::.ctx:orders', { kind: 'registry', subject: ':.ctx:orders' }],
  ['registry:#7', { kind: 'registry', id: 7 }],
  ['registry:#7#Order', { kind: 'registry', id: 7, message: 'Order' }],
  ['as-read', { kind: 'as-read' }],
])('%s', (text, format) => expect(parseFormat(text, '--decode value')).toEqual(format));

test.each([
  ['lng', '--x: "lng" is not a format.', /Did you mean long\?/],
  ['avro', '--x: avro needs a file: avro:FILE.avsc', /^$/],
  ['long:x', '--x: "long:x" is not a format.', /Did you mean long\?/],
  ['protobuf:a.proto', '--x: which message of the file? protobuf:FILE.proto#pkg.Message', /^$/],
  ['registry:#', '--x: "registry:#" does not say which schema.', /registry:#7/],
  ['constructor', '--x: "constructor" is not a format.', /It is one of registry/],
])('%s is refused', (text, message, hint) => {
  let thrown: unknown;
  try {
    parseFormat(text, '--x');
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(LabError);
  expect((thrown as LabError).message).toBe(message);
  expect((thrown as LabError).hint ?? '').toMatch(hint);
});

test('of keys and values', () => {
  expect(parseFormats(['key=int', 'value=long', 'value=hex'], '--decode')).toEqual({
    key: { kind: 'plain', name: 'int' },
    value: { kind: 'plain', name: 'hex' },
  });
  expect(() => parseFormats(['long'], '--decode')).toThrow('--decode: "long" does not say of what.');
});
