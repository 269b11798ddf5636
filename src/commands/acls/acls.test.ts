import { describe, expect, test } from '@jest/globals';
import { effectOf } from '../../contract/command.js';
import type { Acl } from '../../kafka/security/acls.js';
import { lines, optionsOf, outputsOf } from '../../testing/program/command-tables.js';
import { runCli } from '../../testing/program/run-cli.js';
import { aclsAdd } from './add.js';
import { aclsList } from './list.js';
import { aclsRemove } from './remove.js';

const nothing = { topic: [], group: [], transactionalId: [], wholeCluster: false };

const noSet = { producer: false, consumer: false, idempotent: false };

test.each([
  ['acls list', { ...nothing, exact: false }],
  [
    'acls list --topic orders --principal User:alice --exact',
    { ...nothing, topic: ['orders'], principal: 'User:alice', exact: true },
  ],
  [
    'acls add --allow User:a --deny User:b -O read -O write --topic t --group g --host 10.0.0.1 --prefixed',
    {
      ...nothing,
      ...noSet,
      topic: ['t'],
      group: ['g'],
      allow: ['User:a'],
      deny: ['User:b'],
      operation: ['read', 'write'],
      host: ['10.0.0.1'],
      prefixed: true,
    },
  ],
  [
    'acls remove --whole-cluster --transactional-id x -O all --permission deny --execute',
    {
      ...nothing,
      ...noSet,
      transactionalId: ['x'],
      wholeCluster: true,
      operation: 'all',
      permission: 'deny',
      prefixed: false,
      execute: true,
    },
  ],
])('%s', async (line, expected) => {
  expect(await optionsOf(line)).toEqual(expected);
});

test('only --execute destroys', () => {
  const effect = (execute: boolean) => effectOf(aclsRemove, { execute });
  expect([effect(false), effect(true)]).toEqual(['reads', 'destroys']);
});

test.each([
  ['acls list --principal alice', 'User:alice'],
  ['acls add --allow User:a -O read', 'Which resource is the rule about?'],
  ['acls add -O read --topic t', 'Which principal is the rule for?'],
  ['acls add --allow a -O read --topic t', '"a" is not a principal'],
  ['acls add --allow User:a --topic t', 'Which operation is the rule about?'],
  ['acls add --allow User:a --topic t -O raed', '--operation: "raed" is not one of all, read, write'],
  [
    'acls add --allow User:a -O alter --whole-cluster --prefixed',
    '--prefixed has no meaning with --whole-cluster',
  ],
  [
    'acls add --allow User:a --producer --topic t -O read',
    '--producer says which rules: leave out --operation',
  ],
  ['acls add --deny User:a --consumer --topic t --group g', '--consumer says which rules: leave out --deny'],
  ['acls add --allow User:a --producer', '--producer needs a --topic'],
  ['acls add --allow User:a --consumer --topic t', '--consumer needs a --group'],
  ['acls add --allow User:a --producer --topic t --group g', '--producer has no rules about a --group'],
  ['acls add --allow User:a --topic t -O read --idempotent', '--idempotent belongs to --producer'],
  ['acls add --producer --topic t', 'Which principal is the rule for?'],
  ['acls remove --producer --topic t --whole-cluster', 'leave out --whole-cluster'],
  ['acls remove --execute --yes', 'Which rules?'],
  ['acls remove --topic t --execute', 'Access rules will be removed.'],
])('%s is refused before any broker is asked', async (line, message) => {
  const { exitCode, stderr } = await runCli(line.split(' '));
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)]);
});

describe('result → output', () => {
  const acl: Acl = {
    principal: 'User:alice',
    host: '*',
    permission: 'allow',
    operation: 'read',
    resource: 'topic',
    name: 'orders',
    pattern: 'literal',
  };

  test('a list', async () => {
    const outputs = await outputsOf(aclsList, [acl, { ...acl, permission: 'deny' }]);
    expect(outputs.table).toBe(
      lines(
        'RESOURCE  NAME    PATTERN  PRINCIPAL   PERMISSION  OPERATION  HOST',
        'topic     orders  literal  User:alice  allow       read       *',
        'topic     orders  literal  User:alice  deny        read       *',
      ),
    );
    expect(outputs.plain).toContain('topic\torders\tliteral\tUser:alice\tallow\tread\t*\n');
    expect(JSON.parse(outputs.json)).toMatchObject([acl, { permission: 'deny' }]);
    expect(outputs.jsonl.trimEnd().split('\n')).toHaveLength(2);
    expect(outputs.yaml).toMatch(/^- principal: User:alice\n/);
  });

  test('added and removed', async () => {
    expect((await outputsOf(aclsAdd, [acl])).plain).toMatch(/\t\*\tadded\n$/);
    const plan = await outputsOf(aclsRemove, { outcome: 'planned', acls: [acl] });
    expect([plan.plain, plan.notes]).toEqual([
      expect.stringMatching(/\tplanned\n$/),
      'A plan: nothing was removed. To do it, add --execute.',
    ]);
    const done = await outputsOf(aclsRemove, { outcome: 'removed', acls: [] });
    expect(done.notes).toBe('No rules of that kind: nothing to remove.');
  });
});
