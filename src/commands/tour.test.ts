import { afterAll, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOnPath } from './shared/is-on-path.js';
import { tour } from './tour.js';

const root = mkdtempSync(join(tmpdir(), 'kafka-lab-path-'));
afterAll(() => rmSync(root, { recursive: true }));

test.each([[true], [false]])('the tour ends with how to type the commands; on PATH: %s', (isFound) => {
  const notes = tour.view({ steps: 6, isOnPath: isFound }).notes ?? [];
  expect(notes.some((note) => note.includes('npx kafka-lab') && note.includes('npm install -g .'))).toBe(
    !isFound,
  );
});

test('a program is found where a shell looks, and not in folders that only npm adds', () => {
  const [own, ofNpm, plain] = ['own', 'node_modules/.bin', 'plain'].map((name) => join(root, name));
  for (const [folder, mode] of [
    [own, 0o755],
    [ofNpm, 0o755],
    [plain, 0o644],
  ] as const) {
    mkdirSync(folder!, { recursive: true });
    writeFileSync(join(folder!, 'kafka-lab'), '', { mode });
  }
  const onPath = (...folders: (string | undefined)[]) => isOnPath('kafka-lab', { PATH: folders.join(':') });
  expect(onPath('/nowhere', own)).toBe(true);
  expect(onPath(ofNpm)).toBe(false);
  expect(onPath(root)).toBe(false);
  expect(isOnPath('kafka-lab', {})).toBe(false);
});
