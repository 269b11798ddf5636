/** The program as it is installed: other tests run the sources, and a bundle has faults of its own. */
import { beforeAll, describe, expect, test } from '@jest/globals';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { commands } from './commands/index.js';
import { testCluster, uniqueName } from './testing/clusters/test-cluster.js';
import { until } from './testing/clusters/until.js';
import { openTerminal } from './testing/program/pseudo-terminal.js';

const program = fileURLToPath(new URL('../bin/kafka-lab.js', import.meta.url));

async function built(argv: readonly string[], input = '') {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-built-'));
  const child = spawn(process.execPath, [program, ...argv], {
    env: { PATH: process.env['PATH'], KAFKA_LAB_HOME: home },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const exitCode = await new Promise((resolve) => child.on('close', resolve));
  // A run that cannot use the code cache that the build has made leaves one of its own.
  const isCached = !existsSync(join(home, 'cache', 'start'));
  rmSync(home, { recursive: true, force: true });
  return { exitCode, stdout, stderr, isCached };
}

const onCluster = (argv: readonly string[], input?: string) =>
  built(['-b', testCluster().bootstrapServers, ...argv], input);

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** What it loads of Node's modules beyond what Node has loaded itself, by Node's own list. */
function loadedBy(argv: readonly string[]): readonly string[] {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-loaded-'));
  const list = join(home, 'list.cjs');
  writeFileSync(
    list,
    `const before = new Set(process.moduleLoadList);
    process.on('exit', () => require('node:fs').writeSync(2, process.moduleLoadList.filter((each) => !before.has(each)).join('\\n')));`,
  );
  const { stderr } = spawnSync(process.execPath, ['--require', list, program, ...argv], {
    env: { PATH: process.env['PATH'], KAFKA_LAB_HOME: home },
    encoding: 'utf8',
  });
  rmSync(home, { recursive: true });
  return stderr.split('\n').flatMap((line) => /^NativeModule (?!internal\/)(.*)/.exec(line)?.[1] ?? []);
}

describe('the built program', () => {
  const topic = uniqueName('built');
  beforeAll(async () => {
    expect((await onCluster(['topics', 'create', topic, '-p', '2'])).exitCode).toBe(0);
  });

  test('finds every command', async () => {
    const { exitCode, stdout, isCached } = await built(['--help-json']);
    expect([exitCode, isCached]).toEqual([0, true]);
    const described = (JSON.parse(stdout) as { commands: { path: string[] }[] }).commands;
    expect(described.map(({ path }) => path.join(' ')).sort()).toEqual(
      commands.map(({ path }) => path).sort(),
    );
  });

  test('asks nothing of the loader of ES modules, which does not know code from a cache', () => {
    const folder = new URL('../dist/', import.meta.url);
    for (const name of ['main.cjs', 'program.cjs'])
      expect(readFileSync(new URL(name, folder), 'latin1')).not.toMatch(/\bimport\(/);
  });

  test('loads no more of Node than it needs', () => {
    expect(loadedBy(['--version'])).toEqual([]);
    // What a bundle is loaded with.
    expect(loadedBy(['--help'])).not.toContain('vm');
    const needless = /^(child_process|crypto|dns|http|https|perf_hooks|readline|tls|v8|_)/;
    const list = loadedBy(['-b', testCluster().bootstrapServers, 'topics', 'list']);
    expect(list).toContain('net');
    expect(list.filter((name) => needless.test(name))).toEqual([]);
  });

  test('has its help laid out', async () => {
    expect((await built(['--help'])).stdout).toBe((await built(['--help', '--no-color'])).stdout);
  });

  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'])('writes and reads with %s', async (codec) => {
    const lines = Array.from({ length: 500 }, (_, index) => `${codec} ${index}\n`);
    const written = await onCluster(['produce', topic, '--compression', codec], lines.join(''));
    expect([written.exitCode, written.stderr]).toEqual([0, expect.stringContaining('500 records written')]);
    const read = await onCluster(['consume', topic, '--from-beginning', '--exit', '--grep', codec]);
    expect(read.stdout.split('\n').filter(Boolean)).toHaveLength(lines.length);
  });

  // Each of them is printed by another piece of main.ts.
  test.each([['--version'], ['--help'], ['explain', '--help']])(
    '%s on a full disk: told in words',
    (...argv) => {
      const full = openSync('/dev/full', 'w');
      const { status, stderr } = spawnSync(process.execPath, [program, ...argv], {
        stdio: ['ignore', full, 'pipe'],
        encoding: 'utf8',
      });
      closeSync(full);
      expect(stderr).toBe('error: The output cannot be written: ENOSPC: no space left on device, write\n');
      expect(status).toBe(1);
    },
  );

  test('ends by SIGHUP if its terminal goes, as others do: Node would abort', async () => {
    const terminal = openTerminal(['connections', 'add', 'x']);
    await terminal.sees('Brokers');
    expect(await terminal.hangUp()).toBe(constants.signals.SIGHUP);
  });

  test('ends with its terminal, also if it is told so by the end of the keys alone', async () => {
    const shell = `exec setsid -w sh -c 'echo "process $$"; exec "$0" "$@"' "$0" "$@"`;
    const terminal = openTerminal(['-b', testCluster().bootstrapServers], { shell });
    const pid = Number(/process (\d+)/.exec(await terminal.sees('Quit '))?.[1]);
    await terminal.hangUp();
    await until(() => Promise.resolve(isRunning(pid) ? undefined : true));
  });

  test('prints every format', async () => {
    const list = async (format: string) =>
      (await onCluster(['topics', 'list', '--filter', `^${topic}$`, '-o', format])).stdout;
    const json: unknown = JSON.parse(await list('json'));
    expect(json).toMatchObject([{ name: topic, partitions: 2 }]);
    expect(parse(await list('yaml'))).toEqual(json);
    expect(JSON.parse(await list('jsonl'))).toEqual((json as unknown[])[0]);
    expect(await list('plain')).toMatch(new RegExp(`^${topic}\t2\t`));
    expect(await list('table')).toMatch(new RegExp(`^TOPIC .*\n${topic} +2 `));
  });

  test('joins a group, which is kafkajs with its repairs', async () => {
    const { exitCode, stdout } = await onCluster(['consume', topic, '--group', topic, '-n', '3']);
    expect([exitCode, stdout.split('\n').length]).toEqual([0, 4]);
  });

  test('answers a shell', async () => {
    const words = ['-b', testCluster().bootstrapServers, 'topics', 'describe', topic.slice(0, -2)];
    const { stdout } = await built(['__complete', '--', ...words]);
    expect(stdout).toContain(topic);
  });

  test.each([['--help-json'], ['consume', topic, '--from-beginning', '--exit']])(
    'does not mind that the reader is gone: %s',
    async (...argv) => {
      const shell = `"${process.execPath}" "${program}" -b ${testCluster().bootstrapServers} ${argv.join(' ')} | head -c 1`;
      const child = spawn('bash', ['-o', 'pipefail', '-c', shell], { stdio: ['ignore', 'ignore', 'pipe'] });
      let stderr = '';
      child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
      const exitCode = await new Promise((resolve) => child.on('close', resolve));
      expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('EPIPE')]);
    },
  );

  test('reads a connection from its file', async () => {
    const { exitCode, stderr } = await built(['-c', 'nowhere', 'topics', 'list']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('There is no connection "nowhere"')]);
  });
});
