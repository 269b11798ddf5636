import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryHome, type TemporaryHome } from '../testing/clusters/cluster-fixtures.js';
import { changeUserFile } from './change-user-file.js';
import { foldersFor } from './folders.js';
import { userFile } from './user-file.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
  mkdirSync(dirname(file()), { recursive: true });
});
afterEach(() => home.remove());

const folders = () => foldersFor('linux', { KAFKA_LAB_HOME: home.path }, home.path, home.path);
const file = () => userFile(folders());
const add = (name: string) =>
  changeUserFile(folders(), (document) => {
    document.setIn(['connections', name], document.createNode({ bootstrapServers: 'x:1' }));
  });

test('a link stays a link, and the file that it names is changed', () => {
  const own = join(home.path, 'dotfiles');
  mkdirSync(own);
  writeFileSync(join(own, 'kafka.yml'), '# mine\nconnections: {a: {bootstrapServers: y:1}}\n', {
    mode: 0o600,
  });
  symlinkSync(join(own, 'kafka.yml'), join(home.path, 'link'));
  symlinkSync(join(home.path, 'link'), file());
  add('b');
  expect(lstatSync(file()).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(own, 'kafka.yml'), 'utf8')).toMatch(/^# mine\n[^]*\bb:/);
  expect(readdirSync(own)).toEqual(['kafka.yml']);
});

test('a link to a file that does not exist yet makes it', () => {
  symlinkSync('elsewhere.yml', file());
  add('a');
  expect(lstatSync(file()).isSymbolicLink()).toBe(true);
  expect(readFileSync(join(dirname(file()), 'elsewhere.yml'), 'utf8')).toContain('a:');
});

test('a change waits for the one before, and keeps what that has written', async () => {
  writeFileSync(`${file()}.lock`, '');
  const other = spawn(
    'sh',
    ['-c', 'sleep 0.4; echo "connections: {first: {bootstrapServers: y:1}}" > "$0"; rm "$0.lock"', file()],
    { stdio: 'ignore' },
  );
  add('second');
  expect(readFileSync(file(), 'utf8')).toMatch(/first[^]*second/);
  expect(existsSync(`${file()}.lock`)).toBe(false);
  if (other.exitCode === null) await new Promise((resolve) => other.on('close', resolve));
});

test('the lock of a process that was killed is not waited for', () => {
  writeFileSync(`${file()}.lock`, '');
  utimesSync(`${file()}.lock`, new Date(0), new Date(0));
  add('a');
  expect(readdirSync(dirname(file()))).toEqual(['connections.yml']);
});

test.each(['', 'null\n', 'connections:\n', '# a comment\n'])('%j takes a connection', (text) => {
  writeFileSync(file(), text, { mode: 0o600 });
  add('a');
  expect(readFileSync(file(), 'utf8')).toMatch(/connections:\n {2}a:\n {4}bootstrapServers: x:1/);
});

test.each(['hello', '- 1', 'connections: 7', 'connections: *x', 'a: ['])('%j is left as it is', (text) => {
  writeFileSync(file(), text, { mode: 0o600 });
  expect(() => add('a')).toThrow(/connections\.yml:1:/);
  expect(readFileSync(file(), 'utf8')).toBe(text);
  expect(readdirSync(dirname(file()))).toEqual(['connections.yml']);
});
