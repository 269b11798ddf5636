import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatFor, formatsSchema, topicFormats } from './topic-formats.js';

const of = (formats: Record<string, { key?: string; value?: string }>) =>
  topicFormats(formats, { path: '/home/me/config.yml', source: 'user', env: { HOME: '/home/me' } });

test.each([
  ['orders', 'orders', true],
  ['orders', 'orders-1', false],
  ['orders-*', 'orders-', true],
  ['orders-*', 'orders', false],
  ['*', '', true],
  ['*-eu-*', 'a-eu-b', true],
  ['*-eu-*', '-eu-', true],
  ['*-eu-*', 'a-eu', false],
  ['a*a', 'a', false],
  ['a*b*b', 'ab', false],
  ['a*b*b', 'abxb', true],
  ['a.c', 'abc', false],
])('%s fits %s: %s', (pattern, topic, isFit) => {
  const found = formatFor(of({ [pattern]: { value: 'long' } }), topic, 'value');
  expect(found !== undefined).toBe(isFit);
});

test('the first that says something of the part counts', () => {
  const formats = of({ 'a*': { key: 'int' }, ab: { key: 'long', value: 'uuid' }, '*': { value: 'text' } });
  expect(formatFor(formats, 'ab', 'key')?.format).toEqual({ kind: 'plain', name: 'int' });
  expect(formatFor(formats, 'ab', 'value')?.format).toEqual({ kind: 'plain', name: 'uuid' });
  expect(formatFor(formats, 'b', 'key')).toBeUndefined();
});

test('what is no format is told where it stands, and no name reaches a prototype', () => {
  const issues = (given: unknown) =>
    formatsSchema()
      .safeParse(given)
      .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  expect(issues({ a: { value: 'lon' } })).toEqual(['a.value: "lon" is not a format']);
  expect(issues({ a: { value: 'as-read' } })).toEqual(['a.value: it is not a format for reading']);
  expect(issues(JSON.parse('{"__proto__": {"value": "long"}}'))).toEqual([
    '__proto__: this name cannot be used in a file',
  ]);
  expect(issues({ constructor: { value: 'long' } })).toBeUndefined();
});

describe('files', () => {
  const project = mkdtempSync(join(tmpdir(), 'kafka-lab-formats-'));
  const outside = mkdtempSync(join(tmpdir(), 'kafka-lab-outside-'));
  afterAll(() => [project, outside].forEach((folder) => rmSync(folder, { recursive: true })));
  mkdirSync(join(project, 'schemas'));
  writeFileSync(join(project, 'schemas', 'a.avsc'), '"long"');
  writeFileSync(join(outside, 'secret'), '');
  symlinkSync(join(outside, 'secret'), join(project, 'link'));
  const resolve = (source: 'user' | 'project', file: string) =>
    topicFormats(
      { t: { value: `avro:${file}` } },
      { path: join(project, '.kafka-lab.yml'), source, env: { HOME: '/home/me' } },
    )[0]?.resolve(file);

  test('are relative to the configuration', () => {
    expect(resolve('user', 'schemas/a.avsc')).toBe(join(project, 'schemas/a.avsc'));
    expect(resolve('user', '~/a.avsc')).toBe('/home/me/a.avsc');
    expect(resolve('user', '/etc/a.avsc')).toBe('/etc/a.avsc');
    expect(resolve('project', 'schemas/a.avsc')).toMatch(/schemas\/a\.avsc$/);
    expect(resolve('project', 'schemas/missing.avsc')).toMatch(/missing\.avsc$/);
  });

  test.each(['../x', '/etc/passwd', 'link', 'schemas/../../x', '~/../../../../etc/passwd'])(
    'a project cannot name %s',
    (file) => {
      expect(() => resolve('project', file)).toThrow('a project file can only name files below its folder');
    },
  );
});
