import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import type { Acl } from '../kafka/security/acls.js';
import { kafkaScript } from '../testing/peers/kafka-scripts.js';
import { startSecuredCluster, type SecuredCluster } from '../testing/clusters/secured-cluster.js';
import { onTestCluster } from '../testing/clusters/test-cluster.js';
import { until } from '../testing/clusters/until.js';
import { fileSchema } from './_file-schemas.js';

let cluster: SecuredCluster;

/** Without a login, which may do everything. */
const admin = (line: string) => cluster.lab(['-b', cluster.bootstrapServers, ...line.split(' ')], { env });
const env = { CAROL: 'carol-knows-5' };

async function json<T>(line: string): Promise<T> {
  const { exitCode, stdout, stderr } = await admin(`${line} -o json`);
  if (exitCode !== 0) throw new Error(`${line}: exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

beforeAll(async () => {
  cluster = await startSecuredCluster();
  const sasl = { mechanism: 'SCRAM-SHA-512', username: 'carol', password: 'env:CAROL' };
  cluster.configure({ carol: { bootstrapServers: `localhost:${cluster.ports.sasl}`, sasl } });
  await json('topics create guarded -p 1 -r 1');
}, 180_000);

afterAll(() => cluster.remove(), 60_000);

test('users, their rules and their quotas work, and Kafka’s own tools see the same', async () => {
  const asCarol = (...argv: string[]) => cluster.lab(['-c', 'carol', ...argv], { env });
  expect((await asCarol('topics', 'list')).exitCode).toBe(1);
  await json('users add carol --password env:CAROL --iterations 4096');
  await until(async () => ((await asCarol('topics', 'list')).exitCode === 0 ? true : undefined));
  const users = await json<{ user: string; mechanism: string; iterations: number }[]>('users list carol');
  expect(users).toEqual([{ user: 'carol', mechanism: 'SCRAM-SHA-512', iterations: 4096 }]);

  const added = await json<Acl[]>(
    'acls add --deny User:carol --operation read --operation write --topic guarded',
  );
  await json('acls add --allow User:carol -O all --group team- --prefixed');
  expect(await json<Acl[]>('acls list --topic guarded')).toEqual(added);
  expect(await json<Acl[]>('acls list --group team-a')).toHaveLength(1);
  expect(await json<Acl[]>('acls list --group team-a --exact')).toEqual([]);
  const refused = await asCarol('consume', 'guarded', '--from-beginning', '--exit');
  expect([refused.exitCode, refused.stderr]).toEqual([1, expect.stringContaining('AUTHORIZATION_FAILED')]);

  await json('quotas set producer_byte_rate=12345 --user carol --default client-id');
  await json('quotas set consumer_byte_rate=54321 --user carol');

  const configs = ['--describe', '--entity-type', 'users', '--entity-name', 'carol'];
  const [rules, told] = await Promise.all([
    kafkaScript('kafka-acls', ['--list', '--topic', 'guarded'], cluster),
    kafkaScript('kafka-configs', configs, cluster),
  ]);
  const theirs = [
    ...rules.matchAll(/principal=([^,]+), host=([^,]+), operation=([^,]+), permissionType=(\w+)/g),
  ].map(([, ...words]) => words.join(' ').toLowerCase());
  expect(theirs.sort()).toEqual(
    added
      .map((acl) => [acl.principal, acl.host, acl.operation, acl.permission].join(' ').toLowerCase())
      .sort(),
  );
  expect(told).toContain('consumer_byte_rate=54321');
  expect(told).toContain('SCRAM-SHA-512=iterations=4096');

  const plan = await json<{ outcome: string; acls: Acl[] }>(
    'acls remove --topic guarded --principal User:carol',
  );
  expect([plan.outcome, plan.acls]).toEqual(['planned', added]);
  await json('acls remove --topic guarded --principal User:carol --execute --yes');
  expect(await json<Acl[]>('acls list --topic guarded')).toEqual([]);
  await until(async () => {
    const read = await asCarol('consume', 'guarded', '--from-beginning', '--exit');
    return read.exitCode === 0 ? true : undefined;
  });
  await json('quotas remove consumer_byte_rate --user carol');
  expect(await json<unknown[]>('quotas list --user carol')).toEqual([
    { entity: { user: 'carol', 'client-id': null }, limits: { producer_byte_rate: 12345 } },
  ]);
  await json('users remove carol --yes');
  await until(async () => ((await asCarol('topics', 'list')).exitCode === 1 ? true : undefined));
}, 120_000);

test('the sets of rules for producers and consumers', async () => {
  const names = '--topic sets- --group sets- --transactional-id sets- --prefixed';
  await json(`acls add --allow User:dave --producer --consumer --idempotent ${names}`);
  const rules = async () =>
    (await json<Acl[]>('acls list --principal User:dave')).map(({ resource, name, pattern, operation }) =>
      [resource, name, pattern, operation].join(' '),
    );
  expect(await rules()).toEqual([
    'cluster kafka-cluster literal idempotent-write',
    'group sets- prefixed read',
    ...['create', 'describe', 'read', 'write'].map((operation) => `topic sets- prefixed ${operation}`),
    ...['describe', 'write'].map((operation) => `transactional-id sets- prefixed ${operation}`),
  ]);
  const producer = 'acls remove --principal User:dave --producer --idempotent --topic sets- --prefixed';
  await json(`${producer} --transactional-id sets- --execute --yes`);
  expect(await rules()).toEqual(['group sets- prefixed read', 'topic sets- prefixed read']);
  await json('acls remove --principal User:dave --execute --yes');
}, 60_000);

test('a file makes the cluster what it says, and an export of it changes nothing', async () => {
  const apply = (text: string, ...options: string[]) =>
    cluster.lab(['-b', cluster.bootstrapServers, 'apply', ...options], { env, stdin: text });
  await json('topics create surplus -p 1 -r 1');
  const file = (retentionMs: number) => `
topics:
  guarded: {partitions: 2, replicationFactor: 1}
  filed: {partitions: 1, replicationFactor: 1, configs: {retention.ms: ${retentionMs}}}
acls: [{resource: topic, name: filed, principal: "User:carol", permission: allow, operation: describe-configs}]
quotas: [{user: carol, limits: {request_percentage: 12.5}}]
users:
  alice: {SCRAM-SHA-256: {iterations: 4096}, SCRAM-SHA-512: {iterations: 4096}}
  carol: {SCRAM-SHA-256: {iterations: 5000, password: env:CAROL}}
`;
  const signs = (stdout: string) => stdout.split('\n').map((line) => line.charAt(0));
  const planned = await apply(file(3_600_000), '--dry-run');
  expect([planned.exitCode, signs(planned.stdout)]).toEqual([0, ['~', '+', '+', '+', '+', '']]);
  expect(planned.stderr).toContain('In the cluster and not in the file; --prune deletes');
  const forgotten = await apply(file(3_600_000).replace('env:CAROL', 'env:NOBODY'));
  expect([forgotten.exitCode, forgotten.stdout]).toEqual([2, '']);
  const done = await apply(file(3_600_000));
  expect([done.exitCode, done.stdout.match(/\tdone$/gm)?.length]).toEqual([0, 5]);

  const exported = await admin('export');
  expect(exported.stdout).toContain('retention.ms: "3600000"');
  expect(exported.stdout).toMatch(/^# .*: kafka-lab file-schema manifest\n/);
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(fileSchema('manifest'));
  expect([validate(parse(exported.stdout)), validate.errors]).toEqual([true, null]);
  expect(Object.keys(parse(exported.stdout) as object)).toEqual(['topics', 'acls', 'quotas', 'users']);
  const named = await admin('export --schema schemas/m.json');
  expect(named.stdout).toBe(
    exported.stdout.replace(/^.*/, () => '# yaml-language-server: $schema=schemas/m.json'),
  );
  for (const text of [exported.stdout, file(3_600_000)]) {
    const again = await apply(text, '--dry-run');
    expect([again.exitCode, again.stdout]).toEqual([0, '']);
    expect(again.stderr).toContain('nothing to change');
  }
  const written = await apply(file(3_600_000), '--dry-run', '--set-passwords');
  expect([written.exitCode, written.stdout.split('\t')[1]]).toEqual([0, 'user carol SCRAM-SHA-256']);
  const changed = await apply(file(7_200_000));
  expect(changed.stderr).toContain('Passwords cannot be compared; kept as they are: carol (SCRAM-SHA-256).');
  expect(changed.stdout).toBe('~\ttopic filed retention.ms\t3600000\t7200000\tdone\n');
  const asked = await apply(file(7_200_000), '--prune');
  expect([asked.exitCode, asked.stderr]).toEqual([2, expect.stringContaining('--yes')]);
  const pruned = await apply(file(7_200_000), '--prune', '--yes');
  expect([pruned.exitCode, pruned.stderr]).toEqual([0, expect.stringMatching(/changes made\.\n/)]);
  expect(pruned.stdout).toContain('-\ttopic surplus\tall its records\t\tdone\n');
  const left = await json<{ name: string }[]>('topics list');
  expect(left.map(({ name }) => name)).toEqual(['filed', 'guarded']);
  const nothing = await apply((await admin('export')).stdout, '--dry-run', '--prune');
  expect([nothing.exitCode, nothing.stdout]).toEqual([0, '']);
  // She has a password of each kind.
  await json('users remove alice --yes');
  expect(await json<unknown[]>('users list alice')).toEqual([]);
}, 120_000);

test('a cluster without an authorizer says so', async () => {
  for (const line of ['acls list', 'acls add --allow User:a -O read --topic t', 'acls remove --topic t']) {
    const { exitCode, stderr } = await onTestCluster(line.split(' '));
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('This cluster has no authorizer')]);
  }
});
