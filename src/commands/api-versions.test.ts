import { describe, expect, test } from '@jest/globals';
import { supportOf, type ApiVersionsReport } from '../kafka/brokers/api-versions.js';
import { optionsOf, outputsOf } from '../testing/program/command-tables.js';
import { apiVersions } from './api-versions.js';

test.each([
  ['api-versions', { all: false }],
  ['api-versions --all', { all: true }],
])('%s', async (line, expected) => {
  expect(await optionsOf(line)).toEqual(expected);
});

const range = (min: number, max: number) => ({ min, max });

describe('what is common', () => {
  const metadata = 3;
  const unknown = 9999;

  test('the highest that all speak', () => {
    const apis = supportOf([
      { id: 1, versions: new Map([[metadata, range(0, 12)]]) },
      {
        id: 2,
        versions: new Map([
          [metadata, range(0, 9)],
          [unknown, range(0, 1)],
        ]),
      },
    ]);
    expect(apis.find(({ apiKey }) => apiKey === metadata)).toMatchObject({
      name: 'Metadata',
      brokers: { 1: range(0, 12), 2: range(0, 9) },
      used: 9,
    });
    expect(apis.at(-1)).toEqual({
      apiKey: unknown,
      name: null,
      ours: null,
      brokers: { 1: null, 2: range(0, 1) },
      used: null,
    });
  });

  test.each([
    [range(0, 3), null],
    [range(14, 20), null],
    [range(0, 4), 4],
    [range(13, 20), 13],
    [range(9, 5), null],
  ])('%j', (offered, used) => {
    const apis = supportOf([{ id: 1, versions: new Map([[metadata, offered]]) }]);
    expect(apis.find(({ apiKey }) => apiKey === metadata)?.used).toBe(used);
  });
});

test('result → output: brokers that speak the same share a column', async () => {
  const api = { apiKey: 3, name: 'Metadata', ours: range(4, 13), used: 9 };
  const result: ApiVersionsReport = {
    apis: [
      { ...api, brokers: { 1: range(0, 12), 2: range(0, 9), 3: range(0, 12) } },
      {
        ...api,
        apiKey: 18,
        ours: range(0, 0),
        brokers: { 1: range(1, 1), 2: range(1, 1), 3: null },
        used: null,
      },
    ],
    brokers: [
      { id: 1, versionGuess: '3.9', problem: null },
      { id: 2, versionGuess: null, problem: 'gone' },
    ],
  };
  const same: ApiVersionsReport = {
    ...result,
    apis: [{ ...api, brokers: { 1: range(0, 12), 2: range(0, 12), 3: range(0, 12) } }],
  };
  const outputs = await outputsOf(apiVersions, same);
  expect(outputs.table).toContain('KEY  REQUEST   KAFKA-LAB  BROKERS 1,2,3  USED');
  expect(outputs.plain).toContain('3\tMetadata\t4–13\t0–12\t9\n');
  expect(apiVersions.view(result).header).toEqual([
    'KEY',
    'REQUEST',
    'KAFKA-LAB',
    'BROKER 1',
    'BROKER 2',
    'BROKER 3',
    'USED',
  ]);
  expect((await outputsOf(apiVersions, result)).plain).toContain('18\tMetadata\t0\t1\t1\t\tnone\n');
  expect(JSON.parse(outputs.json)).toMatchObject({ brokers: [{ versionGuess: '3.9' }, { problem: 'gone' }] });
  expect(outputs.jsonl.trimEnd().split('\n')).toHaveLength(1);
  expect(apiVersions.view(result).failures).toEqual(['Broker 2: gone']);
  expect(apiVersions.failed?.(result)).toBe(true);
});
