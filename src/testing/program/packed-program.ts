/** The packed tarball, installed in an empty folder with one version of Node, as whoever downloads it has it. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';

interface Outcome {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface PackedProgram {
  /** What `node --version` says. */
  readonly node: string;
  /** Its folder, and `node_modules` of it. */
  readonly folder: string;
  /** Runs a program in it with that Node first on the PATH: node, npm or npx. */
  run(program: string, argv: readonly string[]): Promise<Outcome>;
  /** The installed kafka-lab. */
  lab(argv: readonly string[], input?: string): Promise<Outcome>;
}

const cache = resolve('node_modules/.cache/package-test');

/** The tarball's path, in a folder that the caller removes. Fails if npm does. */
export async function packTarball(folder: string): Promise<string> {
  await succeed('npm', ['pack', '--pack-destination', folder], resolve('.'), outerEnvironment());
  const name = readdirSync(folder).find((each) => each.endsWith('.tgz'));
  if (name === undefined) throw new Error(`npm pack left nothing in ${folder}`);
  return join(folder, name);
}

/** `version` as npm takes it, for the package `node`: the newest that fits is fetched. `home` is KAFKA_LAB_HOME. */
export async function installPacked(version: string, tarball: string, home: string): Promise<PackedProgram> {
  const nodeFolder = join(cache, `node-${version}`);
  const folder = mkdtempSync(join(tmpdir(), `kafka-lab-packed-${version}-`));
  const env = {
    ...outerEnvironment(),
    PATH: [join(nodeFolder, 'node_modules', 'node', 'bin'), process.env['PATH']].join(delimiter),
    KAFKA_LAB_HOME: home,
  };
  const run = (program: string, argv: readonly string[], input?: string) =>
    outcomeOf(program, argv, folder, env, input);
  try {
    mkdirSync(nodeFolder, { recursive: true });
    writeFileSync(join(nodeFolder, 'package.json'), '{}');
    await succeed(
      'npm',
      ['install', '--no-audit', '--no-fund', `node@${version}`],
      nodeFolder,
      outerEnvironment(),
    );
    await succeed('npm', ['install', '--omit=dev', '--no-audit', '--no-fund', tarball], folder, env);
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return {
    node: (await run('node', ['--version'])).stdout.trim(),
    folder,
    run,
    lab: (argv, input) => run(join(folder, 'node_modules', '.bin', 'kafka-lab'), argv, input),
  };
}

/** What npm and Jest tell the processes that they start is not what a user's shell has. */
function outerEnvironment(): NodeJS.ProcessEnv {
  const told = /^(npm_|NODE_OPTIONS$|JEST_|INIT_CWD$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !told.test(name)));
}

async function succeed(
  program: string,
  argv: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  const { exitCode, stdout, stderr } = await outcomeOf(program, argv, cwd, env);
  if (exitCode !== 0)
    throw new Error(`${program} ${argv.join(' ')} ended with ${exitCode}\n${stdout}${stderr}`);
}

function outcomeOf(
  program: string,
  argv: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  input = '',
): Promise<Outcome> {
  return new Promise((settle) => {
    const child = execFile(program, argv, { cwd, env, maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const exitCode = child.exitCode ?? -1;
      settle({ exitCode, stdout, stderr: exitCode === -1 ? `${stderr}${error?.message ?? ''}` : stderr });
    });
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}
