import { expect, test } from '@jest/globals';
import { asPrintable, searchTest } from './search.js';
import { exactly, type Place } from './places.js';

const at = (partition: number, ...offsets: number[]): Place[] =>
  offsets.map((offset) => ({ partition, offset }));

test.each<[string, readonly Place[], ReturnType<typeof exactly>]>([
  ['one', at(2, 7), { from: '2:7', to: '2:8' }],
  ['a run in each partition', [...at(1, 4), ...at(0, 9, 7, 8)], { from: '0:7,1:4', to: '0:10,1:5' }],
  [
    'with a gap',
    at(0, 12, 40, 41, 42),
    { from: '0:12', to: '0:43', filter: 'offset == 12 or offset >= 40 and offset <= 42' },
  ],
  [
    'with a gap in one of two partitions',
    [...at(1, 3, 4), ...at(0, 12, 40)],
    {
      ...{ from: '0:12,1:3', to: '0:41,1:5' },
      filter: 'partition == 1 or partition == 0 and (offset == 12 or offset == 40)',
    },
  ],
])('the words for %s name exactly these', (_, places, words) => {
  expect(exactly(places)).toEqual(words);
  // As `copy` does: what is in the range, of that what the filter lets through.
  const [from, to] = [words.from, words.to].map(
    (text) => new Map(text.split(',').map((each) => pairOf(each))),
  );
  const search = searchTest({ filter: words.filter }, new Date(0));
  const grid = [0, 1, 2].flatMap((partition) => at(partition, ...Array(45).keys()));
  const taken = grid.filter((place) => {
    const { partition, offset } = place;
    const isInRange = offset >= (from?.get(partition) ?? Infinity) && offset < (to?.get(partition) ?? 0);
    const record = { ...place, topic: 't', timestamp: 0, key: null, value: null, headers: [] };
    return isInRange && (search?.test(asPrintable(record)) ?? true);
  });
  expect(new Set(taken)).toEqual(new Set(places));
});

function pairOf(text: string): [partition: number, offset: number] {
  const [partition, offset] = text.split(':');
  return [Number(partition), Number(offset)];
}
