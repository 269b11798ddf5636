import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Acl } from '../kafka/security/acls.js';
import type { ClientQuota } from '../kafka/security/client-quotas.js';
import type { ScramCredential } from '../kafka/security/scram-users.js';
import { kafkaScript, type KafkaScript } from '../testing/peers/kafka-scripts.js';
import { startSecuredCluster, type SecuredCluster } from '../testing/clusters/secured-cluster.js';
import { until } from '../testing/clusters/until.js';

const env = { SECRET: 'known-to-both-9' };
const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-scripts-'));
let cluster: SecuredCluster;

async function lab<T>(line: string): Promise<T> {
  const argv = ['-b', cluster.bootstrapServers, ...line.split(' '), '-o', 'json'];
  const { exitCode, stdout, stderr } = await cluster.lab(argv, { env });
  if (exitCode !== 0) throw new Error(`${line}: exit code ${exitCode}: ${stderr}`);
  return JSON.parse(stdout) as T;
}

const script = (name: KafkaScript, line: string) => kafkaScript(name, line.split(' '), cluster);

beforeAll(async () => {
  cluster = await startSecuredCluster();
  await lab('topics create guarded -p 1 -r 1');
}, 180_000);

afterAll(async () => {
  await cluster.remove();
  rmSync(folder, { recursive: true });
}, 60_000);

/** One line a rule, in the script's own words. */
const aclsByLab = async () =>
  (await lab<Acl[]>('acls list'))
    .map(({ resource, name, pattern, principal, host, operation, permission }) =>
      [resource, name, pattern, principal, host, operation, permission]
        .map((word, index) => ([0, 2, 5, 6].includes(index) ? word.toUpperCase().replaceAll('-', '_') : word))
        .join(' '),
    )
    .sort();

async function aclsByScript(): Promise<readonly string[]> {
  const found: string[] = [];
  let resource = '';
  for (const line of (await script('kafka-acls', '--list')).split('\n')) {
    const pattern = /resourceType=(\w+), name=(.+), patternType=(\w+)\)/.exec(line);
    const rule = /\(principal=(.+), host=(.+), operation=(\w+), permissionType=(\w+)\)/.exec(line);
    if (pattern) resource = pattern.slice(1).join(' ');
    if (rule) found.push(`${resource} ${rule.slice(1).join(' ')}`);
  }
  return found.sort();
}

test('kafka-acls and kafka-lab list, add and remove the same rules', async () => {
  await lab('acls add --deny User:carol --operation read --operation write --topic guarded');
  await lab('acls add --allow User:carol -O all --group team- --prefixed');
  await lab('acls add --allow User:carol -O describe-configs --whole-cluster');
  await lab('acls add --allow User:carol -O write --transactional-id * --host 127.0.0.1');
  const added = await until(async () => {
    const listed = await aclsByLab();
    return listed.length === 5 ? listed : undefined;
  });
  expect(await aclsByScript()).toEqual(added);

  await script('kafka-acls', '--add --allow-principal User:dave --consumer --topic guarded --group team');
  const more = await until(async () => {
    const listed = await aclsByLab();
    return listed.length > added.length ? listed : undefined;
  });
  expect(more).toEqual(await aclsByScript());
  await lab('acls remove --principal User:dave --execute --yes');
  await until(async () => ((await aclsByScript()).length === added.length ? true : undefined));
  await script('kafka-acls', '--remove --force --topic guarded');
  await until(async () => ((await aclsByLab()).length === 3 ? true : undefined));
  expect(await aclsByLab()).toEqual(await aclsByScript());
});

test('the sets of rules for producers and consumers are those of kafka-acls', async () => {
  const named = '--topic sets- --transactional-id sets-';
  await lab(`acls add --allow User:ours --producer --idempotent ${named} --prefixed`);
  await lab('acls add --allow User:ours --consumer --topic sets- --group sets- --prefixed');
  const theirs = '--allow-principal User:theirs --resource-pattern-type prefixed';
  await script('kafka-acls', `--add ${theirs} --producer --idempotent ${named}`);
  await script('kafka-acls', `--add ${theirs} --consumer --topic sets- --group sets-`);
  const rulesOf = async (who: string) =>
    (await aclsByLab()).filter((rule) => rule.includes(who)).map((rule) => rule.replace(who, 'User'));
  const ours = await until(async () => {
    const listed = await rulesOf('User:ours');
    return listed.length === (await rulesOf('User:theirs')).length ? listed : undefined;
  });
  expect(ours.length).toBeGreaterThan(0);
  expect(await rulesOf('User:theirs')).toEqual(ours);
  for (const who of ['ours', 'theirs']) await lab(`acls remove --principal User:${who} --execute --yes`);
});

test('kafka-configs and kafka-lab list, add and remove the same passwords, which let in whoever has them', async () => {
  const byScript = async () => {
    const printed = await script('kafka-configs', '--describe --entity-type users');
    return printed
      .split('\n')
      .flatMap((line) => {
        const [, user = '', list = ''] = /user-principal '(.+)' are (.*SCRAM.*)$/.exec(line) ?? [];
        return [...list.matchAll(/(SCRAM-SHA-\d+)=iterations=(\d+)/g)].map(
          ([, kind, count]) => `${user} ${kind} ${count}`,
        );
      })
      .sort();
  };
  const byLab = async () =>
    (await lab<ScramCredential[]>('users list'))
      .map(({ user, mechanism, iterations }) => `${user} ${mechanism} ${iterations}`)
      .sort();
  await lab('users add carol --password env:SECRET --iterations 4096');
  await script(
    'kafka-configs',
    `--alter --entity-type users --entity-name dave --add-config SCRAM-SHA-256=[iterations=5000,password=${env.SECRET}]`,
  );
  const users = await until(async () => {
    const listed = await byLab();
    return listed.length === 4 ? listed : undefined;
  });
  expect(users).toEqual(expect.arrayContaining(['carol SCRAM-SHA-512 4096', 'dave SCRAM-SHA-256 5000']));
  expect(await byScript()).toEqual(users);

  const at = `localhost:${cluster.ports.sasl}`;
  const file = join(folder, 'carol.properties');
  const login = `org.apache.kafka.common.security.scram.ScramLoginModule required username="carol" password="${env.SECRET}";`;
  writeFileSync(
    file,
    `security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=${login}\n`,
  );
  const listed = await kafkaScript('kafka-topics', ['--list', '--command-config', file], {
    bootstrapServers: at,
  });
  expect(listed.trim()).toBe('guarded');
  const sasl = { mechanism: 'SCRAM-SHA-256', username: 'dave', password: 'env:SECRET' };
  cluster.configure({ dave: { bootstrapServers: at, sasl }, nobody: { bootstrapServers: at } });
  const asDave = await cluster.lab(['-c', 'dave', 'topics', 'list', '-o', 'json'], { env });
  expect([asDave.exitCode, asDave.stdout]).toEqual([0, expect.stringContaining('guarded')]);
  // The listener itself names what the brokers are told to take.
  const printed = await script('kafka-configs', '--describe --all --entity-type brokers --entity-name 1');
  const enabled = /^ {2}sasl\.enabled\.mechanisms=(\S+)/m.exec(printed)![1]!;
  const refused = await cluster.lab(['connections', 'doctor', 'nobody']);
  const offered = /\(SASL ([A-Z0-9, -]+)\)/.exec(refused.stderr)![1]!;
  expect(offered.split(', ').sort()).toEqual(enabled.split(',').sort());

  await lab('users remove dave --yes');
  await until(async () => ((await byScript()).some((line) => line.startsWith('dave')) ? undefined : true));
  await script(
    'kafka-configs',
    '--alter --entity-type users --entity-name carol --delete-config SCRAM-SHA-512',
  );
  await until(async () => ((await byLab()).length === 2 ? true : undefined));
  // Of two kinds, both of which go.
  await lab('users remove alice --yes');
  await until(async () => ((await byScript()).length === 0 ? true : undefined));
});

test('kafka-configs and kafka-lab list, set and remove the same quotas', async () => {
  const entityNames: Readonly<Record<string, string>> = { user: 'user-principal' };
  const byLab = async () =>
    (await lab<ClientQuota[]>('quotas list'))
      .map(({ entity, limits }) => {
        const names = Object.entries(entity).map(([type, name]) => {
          const word = entityNames[type] ?? type;
          return name === null ? `the default ${word}` : `${word} '${name}'`;
        });
        const values = Object.entries(limits).map(([limit, value]) => `${limit}=${value}`);
        return `${names.sort().join(', ')} are ${values.sort().join(', ')}`;
      })
      .sort();
  const byScript = async () => {
    const printed = await Promise.all([
      script('kafka-configs', '--describe --entity-type users'),
      script('kafka-configs', '--describe --entity-type clients'),
      script('kafka-configs', '--describe --entity-type users --entity-type clients'),
      script('kafka-configs', '--describe --entity-type ips'),
    ]);
    const lines = printed
      .flatMap((text) => text.split('\n'))
      .flatMap((line) => /^Quota configs for (.+)$/.exec(line)?.[1] ?? []);
    return [
      ...new Set(
        lines.map((line) => {
          const [names = '', values = ''] = line.split(' are ');
          const limits = values
            .split(', ')
            .map((each) => each.replace(/=(.+)$/, (_, value) => `=${Number(value)}`));
          return `${names.split(', ').sort().join(', ')} are ${limits.sort().join(', ')}`;
        }),
      ),
    ].sort();
  };
  await lab('quotas set producer_byte_rate=12345 request_percentage=12.5 --user carol --default client-id');
  await lab('quotas set consumer_byte_rate=54321 --user carol');
  await lab('quotas set controller_mutation_rate=5 --client-id reports');
  await lab('quotas set connection_creation_rate=10 --ip 127.0.0.9');
  await script(
    'kafka-configs',
    '--alter --entity-type users --entity-default --add-config consumer_byte_rate=777',
  );
  const quotas = await until(async () => {
    const listed = await byLab();
    return listed.length === 5 ? listed : undefined;
  });
  expect(await byScript()).toEqual(quotas);
  await lab('quotas remove --default user');
  await script(
    'kafka-configs',
    '--alter --entity-type users --entity-name carol --delete-config consumer_byte_rate',
  );
  await until(async () =>
    (await byLab()).length === 3 && (await byScript()).length === 3 ? true : undefined,
  );
  expect(await byLab()).toEqual(await byScript());
});
