import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-lab-release-'));
  for (const name of ['package.json', 'README.md']) cpSync(name, join(folder, name));
});
afterEach(() => rmSync(folder, { recursive: true }));

function script(name: string, ...argv: string[]) {
  const path = resolve('scripts/package', name);
  const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...argv], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const links = (page: string) => [...page.matchAll(/\]\(([^)]*)\)/g)].map(([, link = '']) => link);

test('a release writes its address into the description, and into every link of the README', () => {
  const before = links(readFileSync('README.md', 'utf8'));
  expect(before.filter((link) => link.startsWith('docs/')).length).toBeGreaterThan(10);
  expect(script('publishable.js').status).toBe(1);

  expect(script('address.js', 'https://host.example/o/n', 'v1.2.3')).toMatchObject({ status: 0, stderr: '' });

  expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))).toMatchObject({
    name: 'kafka-lab',
    repository: { type: 'git', url: 'git+https://host.example/o/n.git' },
    homepage: 'https://host.example/o/n#readme',
    bugs: 'https://host.example/o/n/issues',
  });
  const page = readFileSync(join(folder, 'README.md'), 'utf8');
  expect(page).toContain('](https://host.example/o/n/raw/v1.2.3/docs/images/explorer.svg)');
  expect(page).toContain('](https://host.example/o/n/blob/v1.2.3/docs/schemas.md)');
  expect(links(page)).toHaveLength(before.length);
  expect(links(page).filter((link) => !/^(https:|#)/.test(link))).toEqual([]);
  expect(script('publishable.js').status).toBe(0);
});

test('an address that is none changes nothing', () => {
  for (const argv of [
    [],
    ['https://host.example/o/n'],
    ['host.example', 'v1'],
    ['https://h.example/o/n"', 'v1'],
  ]) {
    expect(script('address.js', ...argv).status).toBe(2);
  }
  expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(readFileSync('README.md', 'utf8'));
});

test('the notes of a release are its section of the changelog', () => {
  writeFileSync(
    join(folder, 'CHANGELOG.md'),
    '# Changelog\n\n## Unreleased\n\n- later\n\n## 1.2.3 - 2026-01-31\n\n### Added\n\n- this\n\n## [1.2.2] - 2026-01-01\n\n- that\n',
  );
  expect(script('release-notes.js', '1.2.3')).toMatchObject({ status: 0, stdout: '### Added\n\n- this\n' });
  expect(script('release-notes.js', '1.2.2').stdout).toBe('- that\n');
  for (const version of ['1.2.', '1.2.4', '']) {
    expect(script('release-notes.js', version)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('CHANGELOG.md says nothing of version'),
    });
  }
});
