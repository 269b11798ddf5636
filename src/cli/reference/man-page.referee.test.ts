/** What groff, which `man` runs, has to say of the page. */
import { expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { commands } from '../../commands/index.js';

const page = fileURLToPath(new URL('../../../man/kafka-lab.1', import.meta.url));

test('groff has no warning for it, and every command and its examples are on the page', () => {
  const { status, stdout, stderr } = spawnSync(
    'groff',
    ['-man', '-Tutf8', '-ww', '-rLL=120n', '-P-cbou', page],
    {
      encoding: 'utf8',
    },
  );
  expect([status, stderr]).toEqual([0, '']);
  for (const { path } of commands) expect(stdout).toMatch(new RegExp(`^ *kafka-lab ${path}( |$)`, 'm'));
  expect(stdout).toContain(String.raw`kafka-lab consume orders --format '%p %o %k\t%v\n'`);
});
