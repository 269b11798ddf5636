/** The image of Dockerfile, built and run by a real engine; its base image must be there or within reach. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { startOwnCluster, type OwnCluster } from './testing/clusters/own-cluster.js';

const image = `kafka-lab-test-${process.pid}`;
let cluster: OwnCluster;

beforeAll(async () => {
  const built = await docker(['build', '--tag', image, '.']);
  if (built.exitCode !== 0) throw new Error(`docker build: ${built.stdout}${built.stderr}`);
  cluster = await startOwnCluster();
}, 900_000);

afterAll(async () => {
  await docker(['image', 'rm', '--force', image]);
  await cluster.remove();
}, 60_000);

interface Outcome {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function docker(argv: readonly string[], input = ''): Promise<Outcome> {
  return new Promise((settle) => {
    const child = execFile('docker', argv, { maxBuffer: 64 << 20 }, (_, stdout, stderr) =>
      settle({ exitCode: child.exitCode, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

const lab = (argv: readonly string[], input?: string, options: readonly string[] = ['--network', 'host']) =>
  docker(['run', '--rm', '--interactive', ...options, image, ...argv], input);

const shell = (script: string) => docker(['run', '--rm', '--entrypoint', 'sh', image, '-c', script]);

test('it is this version, run by a user who can change nothing of it', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await lab(['--version'])).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
  const { stdout } = await shell(
    'id -u; find /opt/kafka-lab -writable | wc -l; touch /data/mine && echo kept',
  );
  expect(stdout).toMatch(/^[1-9]\d*\n0\nkept\n$/);
});

test('nothing that only builds is in it', async () => {
  const { stdout } = await shell(
    'ls /opt/kafka-lab /opt/kafka-lab/node_modules; which gcc make python3 git java; true',
  );
  expect(stdout).toContain('kafkajs');
  for (const tool of ['esbuild', 'typescript', 'jest', 'zod', 'src', 'gcc', 'make', 'python3', 'git', 'java'])
    expect(stdout.split(/\s+/)).not.toContain(tool);
});

test('the first command uses the code cache that the image has', async () => {
  expect(await shell('kafka-lab explain ISR > /dev/null && ls -A /data')).toMatchObject({
    exitCode: 0,
    stdout: '',
  });
});

test('it writes and reads with every codec, on a cluster in its network', async () => {
  const on = ['-b', cluster.bootstrapServers];
  expect(await lab([...on, 'topics', 'create', 'image', '-p', '1'])).toMatchObject({ exitCode: 0 });
  for (const codec of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
    const written = await lab(
      [...on, 'produce', 'image', '--compression', codec],
      `${codec} one\n${codec} two\n`,
    );
    expect([codec, written.exitCode, written.stderr]).toEqual([
      codec,
      0,
      expect.stringContaining('2 records written'),
    ]);
    const read = await lab([...on, 'consume', 'image', '--from-beginning', '--exit', '--grep', codec]);
    expect(read.stdout).toBe(`${codec} one\n${codec} two\n`);
  }
}, 120_000);

test('what is not there is said: a broker, and an engine for a practice cluster', async () => {
  const away = await lab(['topics', 'list', '-b', 'localhost:1'], '', ['--network', 'none']);
  expect([away.exitCode, away.stderr]).toEqual([
    1,
    expect.stringContaining('No Kafka broker answers at localhost:1'),
  ]);
  const up = await lab(['cluster', 'up']);
  expect([up.exitCode, up.stderr]).toEqual([
    1,
    expect.stringContaining('A practice cluster needs Docker or Java'),
  ]);
});
