import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { partitionOfKey } from '../../wire/batch/murmur2.js';
import { KeyMovementCounter } from './key-movement.js';

const counts = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }));
const keys = fc.array(fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes)));

test('moved are exactly the different keys whose partition changes', () => {
  fc.assert(
    fc.property(keys, counts, (list, [from, more]) => {
      const to = from + more;
      const counter = new KeyMovementCounter(from, to);
      for (const key of list) {
        // Somewhere inside a larger buffer, as records come.
        const around = Buffer.concat([Buffer.from('<<'), key, Buffer.from('>')]);
        counter.add(partitionOfKey(from, key), around, 2, 2 + key.length);
      }
      const different = [...new Map(list.map((key) => [key.toString('hex'), key])).values()];
      const moving = different.filter((key) => partitionOfKey(from, key) !== partitionOfKey(to, key));
      const result = counter.result();
      expect(result).toMatchObject({
        records: list.length,
        keys: different.length,
        movedKeys: moving.length,
        misplacedKeys: 0,
      });
      expect(result.examples).toEqual(
        moving.slice(0, 3).map((key) => ({
          key: key.toString('utf8'),
          from: partitionOfKey(from, key),
          to: partitionOfKey(to, key),
        })),
      );
    }),
  );
});

test('keys that another partitioner placed are counted', () => {
  const counter = new KeyMovementCounter(3, 6);
  const key = Buffer.from('a');
  counter.add((partitionOfKey(3, key) + 1) % 3, key, 0, 1);
  expect(counter.result()).toMatchObject({ keys: 1, misplacedKeys: 1 });
});
