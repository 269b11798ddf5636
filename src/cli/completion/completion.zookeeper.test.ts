/** Completion end to end: the built program asked by bash, which must be on the machine, as it is wherever these tests run. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from '@lydell/node-pty';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { onTestCluster, testCluster, uniqueName } from '../../testing/clusters/test-cluster.js';

const program = fileURLToPath(new URL('../../../bin/kafka-lab.js', import.meta.url));
const topic = uniqueName('completion');
const group = uniqueName('completion group');
/** A group id is free text: any client can make this one. */
const hostile = `${uniqueName('bil')}$(touch PWNED)"; touch PWNED; "'; touch PWNED; '\`touch PWNED\`!!`;
const { bootstrapServers } = testCluster();
const timeLimitMs = 30_000;

let folder: string;
let env: Record<string, string>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-lab-completion-'));
  symlinkSync(program, join(folder, 'kafka-lab'));
  env = {
    PATH: [folder, process.env['PATH']].join(delimiter),
    KAFKA_LAB_HOME: folder,
    TERM: 'xterm',
    // The machine may be busy; the usual deadline is tested where the cluster is away.
    KAFKA_LAB_COMPLETION_TIMEOUT: '5s',
  };
  expect((await onTestCluster(['topics', 'create', topic])).exitCode).toBe(0);
  await onTestCluster(['produce', topic, 'hello']);
  for (const id of [group, hostile]) {
    const args = ['consume', topic, '--group', id, '--from-beginning', '--max-messages', '1'];
    expect((await onTestCluster(args)).exitCode).toBe(0);
  }
}, timeLimitMs);
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await onTestCluster(['topics', 'delete', topic, '--yes']);
}, timeLimitMs);

/** What bash would offer for the line; it cuts words at `:` and `=`, and replaces the last piece only. */
async function offers(line: string): Promise<readonly string[]> {
  const script = `
    source <(kafka-lab completion bash)
    COMP_LINE=$1 COMP_POINT=\${#1} COMP_WORDS=(kafka-lab)
    _kafka_lab kafka-lab "$2"
    printf '%s\\n' "\${COMPREPLY[@]}"`;
  const lastPiece = /(?:\\.|[^\s:=])*$/.exec(line)?.[0] ?? '';
  const { stdout, stderr } = await runProgram('bash', ['--norc', '-c', script, 'bash', line, lastPiece]);
  expect(stderr).toBe('');
  return stdout.split('\n').filter((word) => word !== '');
}

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

function runProgram(file: string, argv: readonly string[], environment = env): Promise<Ran> {
  const startedAt = performance.now();
  return new Promise((resolve, reject) => {
    execFile(file, [...argv], { env: environment }, (error, stdout, stderr) => {
      if (error) reject(new Error(stderr, { cause: error }));
      else resolve({ stdout, stderr, durationMs: performance.now() - startedAt });
    });
  });
}

describe('bash', () => {
  test.each([
    ['kafka-lab top', ['topics']],
    ['kafka-lab topics describe --verb', ['--verbose']],
    [`kafka-lab -b ${bootstrapServers} topics describe ${topic.slice(0, -3)}`, [topic]],
    [`kafka-lab topics describe ${topic.slice(0, -3)}`, []],
    [`kafka-lab --bootstrap-server=${bootstrapServers} consume ${topic.slice(0, -3)}`, [topic]],
    [
      `kafka-lab -b ${bootstrapServers} consume ${topic} -g ${group.slice(0, -3).replace(' ', '\\ ')}`,
      [group.replace(' ', '\\ ')],
    ],
    [`kafka-lab -b 127.0.0.1:1 topics describe `, []],
  ])(
    '%s',
    async (line, expected) => {
      expect(await offers(line)).toEqual(expected);
    },
    timeLimitMs,
  );

  /** A bash with the completions, and keys for it. */
  async function inBash(act: (write: (keys: string) => void, seen: Seen) => Promise<void>): Promise<void> {
    const terminal = spawn('bash', ['--norc', '--noprofile', '-i'], {
      cols: 250,
      rows: 24,
      env,
      cwd: folder,
    });
    const screen = { text: '' };
    const seen: Seen = (text) =>
      new Promise((resolve) => {
        const look = () => {
          if (stripVTControlCharacters(screen.text).includes(text)) resolve();
        };
        terminal.onData(look);
        look();
      });
    terminal.onData((data) => (screen.text += data));
    try {
      terminal.write('source <(kafka-lab completion bash); echo rea""dy\r');
      await seen('ready');
      await act((keys) => terminal.write(keys), seen);
    } finally {
      // Killed, it may leave the terminal open and the test run waiting; it goes by itself.
      const gone = new Promise((resolve) => terminal.onExit(resolve));
      terminal.write('\u0015exit\r');
      await gone;
    }
  }
  type Seen = (text: string) => Promise<void>;

  test(
    'the Tab key on a terminal completes a topic, after an address with a colon',
    () =>
      inBash(async (write, seen) => {
        write(`kafka-lab -b ${bootstrapServers} topics describe ${topic.slice(0, -3)}\t`);
        await seen(`topics describe ${topic} `);
      }),
    timeLimitMs,
  );

  test(
    'a file whose name has a line break is one file',
    () => {
      writeFileSync(join(folder, 'two\nlines'), '');
      return inBash(async (write, seen) => {
        write(`kafka-lab produce ${topic} --file tw\t`);
        await seen("'two");
      });
    },
    timeLimitMs,
  );

  test.each(['', '"', "'"])(
    'a group id made to break out of the quote %j runs nothing and arrives whole',
    (quote) =>
      inBash(async (write, seen) => {
        const start = hostile.slice(0, hostile.indexOf('$'));
        write(`kafka-lab -b ${bootstrapServers} groups describe ${quote}${start}\t`);
        await seen('PWNED');
        write('\r');
        write('echo do""ne $?\r');
        // It exists by exactly this name.
        await seen('done 0');
        expect(readdirSync(folder)).not.toContain('PWNED');
      }),
    timeLimitMs,
  );
});

describe('a cluster that is away: no names, no words of complaint, and no long wait', () => {
  const ask = (...words: string[]) => {
    const usual = { ...env, KAFKA_LAB_COMPLETION_TIMEOUT: '' };
    return runProgram(process.execPath, [program, '__complete', '--', ...words], usual);
  };

  /** The best of three: the machine may be busy with something else. */
  async function shortest(run: () => Promise<Ran>): Promise<number> {
    let best = Infinity;
    for (let time = 0; time < 3; time += 1) best = Math.min(best, (await run()).durationMs);
    return best;
  }

  test(
    'closed and silent ports',
    async () => {
      const silent = createServer();
      await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
      try {
        const atPort = (port: number) => ask('-b', `127.0.0.1:${port}`, 'topics', 'describe', '');
        const silentPort = (silent.address() as AddressInfo).port;
        for (const port of [1, silentPort]) {
          const { stdout, stderr } = await atPort(port);
          expect({ stdout, stderr }).toEqual({ stdout: 'words\n', stderr: '' });
        }
        const closedMs = await shortest(() => atPort(1));
        const silentMs = await shortest(() => atPort(silentPort));
        // Elsewhere a silent broker is waited for 4 s.
        expect(silentMs - closedMs).toBeLessThan(2000);
      } finally {
        silent.close();
      }
    },
    timeLimitMs,
  );
});
