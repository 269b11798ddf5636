import { describe, expect, test } from '@jest/globals';
import type { ScramCredential } from '../../kafka/security/scram-users.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { usersAdd } from './add.js';
import { usersList } from './list.js';
import { usersRemove } from './remove.js';

test.each([
  ['users list', { user: [] }],
  ['users list alice bob', { user: ['alice', 'bob'] }],
  ['users add alice', { user: 'alice', password: 'prompt', mechanism: 'SCRAM-SHA-512', iterations: 8192 }],
  [
    'users add alice --password env:PW --mechanism SCRAM-SHA-256 --iterations 4096',
    { user: 'alice', password: 'env:PW', mechanism: 'SCRAM-SHA-256', iterations: 4096 },
  ],
  ['users remove alice', { user: 'alice' }],
  ['users remove alice --mechanism SCRAM-SHA-256', { user: 'alice', mechanism: 'SCRAM-SHA-256' }],
])('%s', async (line, expected) => {
  expect(await optionsOf(line)).toEqual(expected);
});

test.each([
  ['users add alice --iterations 100', '"100" is too small; the least is 4096'],
  ['users add alice --mechanism PLAIN', '"PLAIN" is not one of SCRAM-SHA-512, SCRAM-SHA-256'],
  ['users add alice', 'The new password of alice has to be typed, and there is no terminal here'],
  ['users add alice --password env:NOT_SET', 'in the environment variable NOT_SET, which is not set'],
  ['users remove alice', 'alice will no longer be able to log in by SCRAM.'],
])('%s is refused before any broker is asked', async (line, message) => {
  const { exitCode, stderr } = await runCli(line.split(' '));
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});

test('what is asked before', () => {
  expect(usersRemove.confirmation?.({ user: 'alice', mechanism: 'SCRAM-SHA-256' })).toEqual({
    question: 'alice will no longer be able to log in by SCRAM-SHA-256.',
    word: 'alice',
  });
});

describe('result → output', () => {
  const alice: ScramCredential = { user: 'alice', mechanism: 'SCRAM-SHA-512', iterations: 8192 };

  test('a list', async () => {
    const outputs = await outputsOf(usersList, [alice]);
    expect(outputs.table).toBe(lines('USER   MECHANISM      ITERATIONS', 'alice  SCRAM-SHA-512        8192'));
    expect(outputs.plain).toBe('alice\tSCRAM-SHA-512\t8192\n');
    expect(JSON.parse(outputs.json)).toEqual([alice]);
    expect(JSON.parse(outputs.jsonl)).toEqual(alice);
    expect(outputs.yaml).toBe('- user: alice\n  mechanism: SCRAM-SHA-512\n  iterations: 8192\n');
  });

  test('added, removed', async () => {
    const added = await outputsOf(usersAdd, { ...alice, wasPlain: true });
    expect(added.plain).toBe('alice\tSCRAM-SHA-512\t8192\tset\n');
    expect(added.notes).toMatch(/^Your shell may have kept the password/);
    const removed = await outputsOf(usersRemove, [alice]);
    expect(removed.plain).toBe('alice\tSCRAM-SHA-512\tremoved\n');
    expect(removed.notes).toContain('Connections that are open stay so');
  });
});
