import { afterAll, afterEach, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadFavourites, saveFavourites } from './kept-favourites.js';

const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-favourites-'));
afterEach(() => rmSync(join(folder, 'favourites.json'), { force: true }));
afterAll(() => rmSync(folder, { recursive: true }));

test('what was chosen is kept, the others are as they come', () => {
  const all = new Map(loadFavourites(folder)).set('5', ['groups', 'describe', 'billing']);
  saveFavourites(folder, all);
  expect(loadFavourites(folder)).toEqual(all);
  expect(loadFavourites(folder).get('2')).toEqual(['topics', 'list']);
  expect(statSync(join(folder, 'favourites.json')).mode & 0o077).toBe(0);
});

test.each(['', '{}', '{"version":1,"views":{"0":["x"]}}', '{"version":1,"views":{"5":"x"}}', '[]'])(
  'of a damaged file nothing is taken: %s',
  (text) => {
    writeFileSync(join(folder, 'favourites.json'), text);
    expect(loadFavourites(folder).get('5')).toEqual(['transactions', 'list']);
  },
);
