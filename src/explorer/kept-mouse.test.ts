import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadMouse, saveMouse } from './kept-mouse.js';

const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-mouse-'));
const file = join(folder, 'explorer.json');
afterAll(() => rmSync(folder, { recursive: true }));

test('off at first; what was chosen is kept, and not over a folder that cannot be written', () => {
  expect(loadMouse(folder)).toBe(false);
  saveMouse(folder, true);
  expect([loadMouse(folder), statSync(file).mode & 0o077]).toEqual([true, 0]);
  saveMouse(folder, false);
  expect(loadMouse(folder)).toBe(false);
  saveMouse(file, true);
});

test.each(['', '{}', '{"version":2,"mouse":true}', '{"version":1,"mouse":"yes"}', '[]'])(
  'a damaged file counts as off: %s',
  (text) => {
    writeFileSync(file, text);
    expect(loadMouse(folder)).toBe(false);
  },
);
