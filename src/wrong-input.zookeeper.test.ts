/** The built program with wrong inputs: in the sources all is loaded already, and what fails while a part is loaded is not seen. */
import { describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { testCluster } from './testing/clusters/test-cluster.js';
import {
  wrongAddresses,
  wrongConfigurations,
  wrongDurations,
  wrongFiles,
  wrongOptions,
  wrongVariables,
  wrongWords,
  type WrongInput,
} from './testing/program/wrong-inputs.js';

const program = fileURLToPath(new URL('../bin/kafka-lab.js', import.meta.url));
const atOnce = 3;
const longestMs = 6000;

const mustNotSay: readonly RegExp[] = [
  /^ +at .*[:(]/m,
  /\bnode:/,
  /fault of kafka-lab/,
  /\[object |\bundefined\b/,
  // What only the checks themselves understand.
  /Invalid input|ERR_[A-Z]/i,
];

/** What is wrong with how it ended; undefined if nothing is. */
async function faultOf({
  argv,
  env,
  files = {},
  stdin = '',
  shell,
}: WrongInput): Promise<string | undefined> {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-wrong-'));
  mkdirSync(join(home, 'here', '.git'), { recursive: true });
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(home, path)), { recursive: true });
    writeFileSync(join(home, path), content, { mode: 0o600 });
  }
  const [file, words] =
    shell === undefined ? [process.execPath, []] : ['bash', ['-c', shell, process.execPath]];
  const child = spawn(file, [...words, program, ...argv], {
    cwd: join(home, 'here'),
    env: { PATH: process.env['PATH'], HOME: home, KAFKA_LAB_HOME: home, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdin.on('error', () => undefined);
  child.stdin.end(stdin);
  const timer = setTimeout(() => child.kill('SIGKILL'), longestMs);
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  clearTimeout(timer);
  rmSync(home, { recursive: true, force: true });
  const told = mustNotSay.filter((pattern) => pattern.test(said));
  if ((exitCode === 1 || exitCode === 2) && told.length === 0) return undefined;
  return `${exitCode} ${JSON.stringify({ argv, env, shell }).slice(0, 300)}: ${said.slice(-600)}`;
}

async function faultsOf(inputs: readonly WrongInput[]): Promise<readonly string[]> {
  const faults: string[] = [];
  const left = [...inputs];
  const work = async () => {
    for (let input = left.shift(); input; input = left.shift()) {
      const fault = await faultOf(input);
      if (fault !== undefined) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return faults;
}

describe('the built program ends with one sentence, and exit code 1 or 2, at', () => {
  test.each<[string, () => WrongInput[] | Promise<WrongInput[]>]>([
    ['addresses', wrongAddresses],
    ['durations', wrongDurations],
    ['files of connections', wrongConfigurations],
    ['variables', wrongVariables],
    ['positions, filters, formats and other words', wrongWords],
    ['files given to options', () => wrongFiles(testCluster().bootstrapServers)],
    ['options of every command', wrongOptions],
  ])(
    'wrong %s',
    async (_, inputs) => {
      const wrong = await inputs();
      expect(wrong.length).toBeGreaterThan(10);
      expect(await faultsOf(wrong)).toEqual([]);
    },
    90_000,
  );
});
