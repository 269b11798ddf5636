import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepPage } from '../../practice/drills/last-page.js';
import { temporaryHome, type TemporaryHome } from '../../testing/clusters/cluster-fixtures.js';
import { runCli } from '../../testing/program/run-cli.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

const report = (file: string) => runCli(['drill', 'report', file], { home: home.path });

test('the page of the last drill, again and again', async () => {
  const file = join(home.path, 'page.html');
  await keepPage(home.folders, '<p>one</p>');
  await keepPage(home.folders, '<p>two</p>');
  for (let times = 0; times < 2; times += 1) {
    expect(await report(file)).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: expect.stringContaining(file),
    });
    expect(readFileSync(file, 'utf8')).toBe('<p>two</p>');
  }
});

test('no drill yet, no such folder', async () => {
  const none = await report('page.html');
  expect(none).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('No drill was run yet.') });
  await keepPage(home.folders, '<p>one</p>');
  const nowhere = await report(join(home.path, 'missing', 'page.html'));
  expect(nowhere).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('Is there such a folder') });
});
