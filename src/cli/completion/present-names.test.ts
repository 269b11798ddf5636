import { expect, test } from '@jest/globals';
import { presentNames, type NameSources } from './present-names.js';

const versions: Readonly<Record<string, readonly number[]>> = { 'orders-value': [1, 12], 'odd@3': [7] };

const namesFor = (kind: Parameters<typeof presentNames>[0], part: string) =>
  presentNames(kind, {
    part,
    places: { folders: {} },
    registry: () =>
      Promise.resolve({
        subjects: () => Promise.resolve(Object.keys(versions)),
        versions: (subject: string) => Promise.resolve(versions[subject] ?? []),
      }),
  } as unknown as NameSources);

test.each([
  ['', ['orders-value', 'odd@3']],
  ['orders-value@', ['orders-value@1', 'orders-value@12']],
  ['odd@', ['orders-value', 'odd@3']],
  ['odd@3@', ['odd@3@7']],
])('subjects, and versions behind an @: %s', async (part, names) => {
  expect(await namesFor('subject', part)).toEqual(names);
});

test('formats for reading and for writing, and subjects behind registry:', async () => {
  const readable = await namesFor('decode-format', '');
  expect(readable).toEqual(expect.arrayContaining(['key=long', 'value=registry', 'value=protobuf']));
  expect(readable).not.toContain('value=as-read');
  const writable = await namesFor('encode-format', 'value=');
  expect(writable).toEqual(expect.arrayContaining(['key=uuid', 'value=as-read']));
  expect(writable).not.toContain('value=protobuf');
  expect(await namesFor('encode-format', 'key=registry:o')).toEqual([
    'key=registry:orders-value',
    'key=registry:odd@3',
  ]);
  expect(await namesFor('encode-format', 'value=registry:orders-value@1')).toEqual([
    'value=registry:orders-value@1',
    'value=registry:orders-value@12',
  ]);
});
