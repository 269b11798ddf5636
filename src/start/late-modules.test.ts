import { expect, test } from '@jest/globals';
import { withLateModules } from './late-modules.js';

const zlib = { crc32: () => 7, constants: Object.freeze({ Z_SYNC_FLUSH: 2 }) };

function loading() {
  const loaded: string[] = [];
  const load = ((id: string) => {
    loaded.push(id);
    return zlib;
  }) as NodeJS.Require;
  return { loaded, load: withLateModules(load) };
}

test('a module loads once, when something of it is used', () => {
  const { loaded, load } = loading();
  const modules = [load('node:zlib'), load('node:zlib')] as (typeof zlib)[];
  expect(loaded).toEqual([]);
  expect(modules.map(({ crc32 }) => crc32())).toEqual([7, 7]);
  expect(loaded).toEqual(['node:zlib']);
});

test('others load at once', () => {
  const { loaded, load } = loading();
  expect(load('node:net')).toBe(zlib);
  expect(loaded).toEqual(['node:net']);
});

test('its properties can be listed, as for an import of all of it', () => {
  const module = loading().load('node:zlib') as typeof zlib;
  Object.defineProperty(zlib, 'fixed', { value: 1, enumerable: true });
  expect({ ...module }).toEqual({ ...zlib });
  expect('crc32' in module && !('other' in module)).toBe(true);
});
