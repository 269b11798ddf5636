import { expect, test } from '@jest/globals';
import { batchOf } from '../../../testing/wire/record-batches.js';
import { RecordDecoder } from '../../../wire/batch/record-batch-decoder.js';
import { schemaIdOf } from './schema-marks.js';

const short = (id: number) => `\0\0\0\0${String.fromCharCode(id)}`;
const long = (id: number) => `\0\0\0\0${short(id)}`;
const header = '__value_schema_id';

test.each([
  ['a frame', short(7), [], 7, undefined],
  // Read as four bytes, the first of the eight are an id of 0.
  ['a frame of eight bytes', long(7), [], 0, 7],
  ['a header has four bytes always', 'x', [[header, short(7)]], 7, 7],
  ['a header goes before a frame', short(8), [[header, short(7)]], 7, 7],
  [
    'the last header counts',
    'x',
    [
      [header, short(8)],
      [header, short(7)],
    ],
    7,
    7,
  ],
  ['a header without a value says nothing', short(7), [[header, null]], 7, undefined],
  ['a GUID is no id', short(7), [[header, '\x01'.padEnd(17, 'g')]], undefined, undefined],
  ['the header of the key', 'x', [['__key_schema_id', short(7)]], undefined, undefined],
  ['a value that is null', null, [[header, short(7)]], undefined, undefined],
])('%s', (_, value, headers, ofShort, ofLong) => {
  const cursor = new RecordDecoder();
  cursor.open(batchOf([{ key: null, value, headers: headers as never }]), {
    ...{ topic: 't', partition: 0, from: 0, to: null },
  });
  cursor.next();
  expect([schemaIdOf(cursor, 'value', false), schemaIdOf(cursor, 'value', true)]).toEqual([ofShort, ofLong]);
});
