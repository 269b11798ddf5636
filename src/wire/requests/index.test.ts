import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { allRequests } from './index.js';

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.ts'));

function kebabCase(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
}

const declared = allRequests.map(({ name }) => kebabCase(name)).sort();

test('lists every request file', () => {
  const others = ['acl-enums.ts', 'index.ts'];
  const requestFiles = files.filter((file) => !file.endsWith('.test.ts') && !others.includes(file));
  expect(declared.map((name) => `${name}.ts`)).toEqual(requestFiles.sort());
});

test('every request is sent to a real broker by a broker test', () => {
  const tests = files
    .filter((file) => /\.(broker|kraft)\.test\.ts$/.test(file))
    .map((file) => readFileSync(new URL(file, folder), 'utf8'))
    .join('\n');
  const sent = declared.filter((name) => {
    const camelCase = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    return new RegExp(`inEveryVersion\\(\\s*[\\w.]+,\\s*${camelCase},`).test(tests);
  });
  expect(sent).toEqual(declared);
});

test('no two requests share a key', () => {
  expect(new Set(allRequests.map(({ apiKey }) => apiKey)).size).toBe(allRequests.length);
});
