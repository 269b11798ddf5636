/** protoc and Python's protobuf as a referee: installed on first use, one process that answers line by line. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const sources = resolve('src/testing/schemas');
const venv = resolve('node_modules/.cache/referees/python');
const python = resolve(venv, 'bin/python');

interface Verdict {
  /** protoc refused the text. */
  readonly error?: string;
  /** Base64 of each value. */
  readonly encoded: readonly string[];
  /** ProtoJSON of each message. */
  readonly decoded: readonly string[];
}

export interface PythonProtobuf {
  ask(proto: string, message: string, values: readonly string[], bytes: readonly Buffer[]): Promise<Verdict>;
  stop(): void;
}

/** Needs Python 3. */
export function startPythonProtobuf(): PythonProtobuf {
  run('python3', ['-m', 'venv', venv]);
  run(python, ['-m', 'pip', 'install', '--quiet', '-r', resolve(sources, 'requirements.txt')]);
  const child = spawn(python, [resolve(sources, 'protobuf_referee.py')], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const lines = createInterface({ input: child.stdout });
  return {
    async ask(proto, message, values, bytes) {
      if (child.exitCode !== null) throw new Error(`the referee ended with ${child.exitCode}`);
      const asked = { proto, message, values, bytes: bytes.map((each) => each.toString('base64')) };
      const answered = once(lines, 'line');
      child.stdin.write(`${JSON.stringify(asked)}\n`);
      const [line] = (await Promise.race([answered, failure(child)])) as [string];
      return JSON.parse(line) as Verdict;
    },
    stop: () => child.stdin.end(),
  };
}

async function failure(child: ReturnType<typeof spawn>): Promise<never> {
  await once(child, 'exit');
  throw new Error('the referee ended');
}

function run(program: string, argv: readonly string[]): void {
  const { status, stderr } = spawnSync(program, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${argv.join(' ')}: ${stderr}`);
}
