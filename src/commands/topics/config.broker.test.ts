import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { TopicDescription } from '../../kafka/topics/describe-topics.js';
import { onTestCluster, typedHere, uniqueName } from '../../testing/clusters/test-cluster.js';

const topic = uniqueName('config');
const config = (...words: string[]) => onTestCluster(['topics', 'config', topic, ...words]);

async function overrides(): Promise<TopicDescription['configs']> {
  const { stdout } = await onTestCluster(['topics', 'describe', topic, '-o', 'jsonl']);
  return (JSON.parse(stdout) as TopicDescription).configs;
}

beforeAll(async () => {
  const configs = ['--config', 'retention.ms=3600000', '--config', 'segment.bytes=1048576'];
  const { exitCode, stderr } = await onTestCluster(['topics', 'create', topic, '-p', '1', ...configs]);
  if (exitCode !== 0) throw new Error(stderr);
}, 60_000);

afterAll(async () => {
  await onTestCluster(['topics', 'delete', topic, '--yes']);
}, 60_000);

describe('topics config', () => {
  test('shows what is set, where it comes from and what would hold otherwise', async () => {
    const { exitCode, stdout } = await config('-o', 'json');
    expect(exitCode).toBe(0);
    const { configs } = JSON.parse(stdout) as { configs: { name: string }[] };
    expect(configs).toContainEqual({
      name: 'segment.bytes',
      value: '1048576',
      source: 'topic',
      fallback: { name: 'log.segment.bytes', value: '1073741824', source: 'default' },
      isSensitive: false,
      isReadOnly: false,
      type: 'int',
      documentation: expect.stringMatching(/^This configuration controls the segment file size/),
    });
    expect(configs.map(({ name }) => name)).not.toContain('flush.ms');
    const all = await config('--all');
    expect(all.stdout).toContain('flush.ms\t9223372036854775807\tdefault\t');
    expect(all.stdout.split('\n').length).toBeGreaterThan(25);
  });

  test('one that is named is explained, without markup', async () => {
    const { stdout, stderr } = await config('cleanup.policy');
    expect(stdout).toBe('cleanup.policy\tdelete\tdefault\t\n');
    expect(stderr).toMatch(/^cleanup\.policy \(list\): This config designates the retention policy/);
    expect(stderr).not.toMatch(/<a |<code>/);
  });

  test('setting one key keeps the others, shows old and new, and names the way back', async () => {
    const before = await overrides();
    const set = await config('set', 'max.message.bytes=2000000');
    expect(set).toEqual({
      exitCode: 0,
      stdout: 'max.message.bytes\t1048588\t2000000\ttopic\tset\n',
      stderr: `To undo: ${typedHere()} topics config ${topic} unset max.message.bytes\n`,
    });
    expect(await overrides()).toEqual({ ...before, 'max.message.bytes': '2000000' });

    const changed = await config('set', 'max.message.bytes=3000000', 'retention.ms=3600000');
    expect(changed.stdout).toBe(
      'max.message.bytes\t2000000\t3000000\ttopic\tset\nretention.ms\t3600000\t3600000\ttopic\tunchanged\n',
    );
    const back = await config('unset', 'max.message.bytes', 'flush.ms');
    expect(back.stdout).toBe(
      'max.message.bytes\t3000000\t1048588\tdefault\tunset\n' +
        'flush.ms\t9223372036854775807\t9223372036854775807\tdefault\tunchanged\n',
    );
    expect(await overrides()).toEqual(before);
  });

  test('set and unset together, as flags too', async () => {
    const before = await overrides();
    const { stdout } = await config('--set', 'flush.messages=7', '--unset', 'segment.bytes');
    expect(stdout.split('\n').map((line) => line.split('\t').at(-1))).toEqual(['set', 'unset', '']);
    expect(await overrides()).toEqual({ 'retention.ms': '3600000', 'flush.messages': '7' });
    await config('set', 'segment.bytes=1048576', 'unset', 'flush.messages');
    expect(await overrides()).toEqual(before);
  });

  test('a value that the broker returns in another spelling is set at once, and setting it again is nothing new', async () => {
    const names = ['min.cleanable.dirty.ratio=0.50', 'flush.messages=+7', 'preallocate=TRUE'];
    const began = performance.now();
    const { exitCode, stdout } = await config('set', ...names, 'cleanup.policy=compact, delete');
    expect([exitCode, stdout.split('\n').map((line) => line.split('\t').at(-1))]).toEqual([
      0,
      ['set', 'set', 'set', 'set', ''],
    ]);
    expect(performance.now() - began).toBeLessThan(4000);
    const again = await config('set', ...names);
    expect(again.stdout.split('\n').map((line) => line.split('\t').at(-1))).toEqual([
      ...Array<string>(3).fill('unchanged'),
      '',
    ]);
    await config('unset', ...names.map((pair) => pair.split('=')[0] ?? ''), 'cleanup.policy');
  });

  test('on a terminal with TERM=dumb there is no escape sequence', async () => {
    const settings = { isTerminal: true, columns: 80, env: { TERM: 'dumb' } };
    for (const argv of [
      ['topics', 'list'],
      ['topics', 'list', '--size'],
      ['topics', 'config', topic],
      ['offsets', 'count', topic],
      ['consume', topic, '--exit', '-o', 'table'],
      ['consume', topic, '--grep', 'x'],
      ['topics', 'describe', 'no-such-topic'],
    ]) {
      const { stdout, stderr } = await onTestCluster(argv, settings);
      expect(stdout + stderr).not.toContain('\u001b');
    }
  });

  test('a dry run changes nothing, and finds faults', async () => {
    const before = await overrides();
    const dry = await config('set', 'flush.ms=7', 'unset', 'retention.ms', '--dry-run');
    expect(dry.exitCode).toBe(0);
    expect(dry.stdout.split('\n').map((line) => line.split('\t').at(-1))).toEqual(['planned', 'planned', '']);
    expect(dry.stderr).toBe('A dry run: the broker would accept it; nothing was changed.\n');
    expect((await config('set', 'flush.ms=soon', '--dry-run')).exitCode).toBe(1);
    expect(await overrides()).toEqual(before);
  });

  test.each([
    [['set', 'flush.ms=7', 'retention.ms=soon'], 'Invalid value soon for configuration retention.ms'],
    [
      ['set', 'retention.msx=1'],
      'Unknown topic config name: retention.msx (INVALID_CONFIG)\nDid you mean retention.ms',
    ],
    [['set', 'log.retention.ms=1'], 'Did you mean retention.ms, '],
    [['retention.msx'], `Topic ${topic} has no config "retention.msx".\nDid you mean retention.ms`],
  ])('%j is refused, and all stays as it was', async (words, message) => {
    const before = await overrides();
    const { exitCode, stdout, stderr } = await config(...words);
    expect([exitCode, stdout, stderr]).toEqual([1, '', expect.stringContaining(message)]);
    expect(await overrides()).toEqual(before);
  });

  test('a topic that is not there', async () => {
    const { exitCode, stderr } = await onTestCluster(['topics', 'config', `${topic}x`, 'set', 'flush.ms=1']);
    expect([exitCode, stderr]).toEqual([
      1,
      `error: There is no topic "${topic}x".\nDid you mean ${topic}?\n`,
    ]);
  });

  test('fits into 80 columns', async () => {
    const { stdout } = await onTestCluster(['topics', 'config', topic, '--all', '--no-color'], {
      isTerminal: true,
      columns: 80,
    });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
