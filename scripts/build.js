// `npm run build`: src → dist, from an empty dist, so that a deleted file does not live on.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const compiler = join('node_modules', 'typescript', 'bin', 'tsc');
// `npm install -g .` in a fresh clone links this folder and runs "prepare" in it, but installs nothing here.
if (!existsSync(compiler)) run('npm', ['ci', '--ignore-scripts'], withoutNpmSettings(process.env));
rmSync('dist', { recursive: true, force: true });
run(process.execPath, [compiler, '-p', 'tsconfig.build.json'], process.env);

function run(command, argv, env) {
  const { status } = spawnSync(command, argv, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

/** npm hands its own settings down, "global" among them, which would send the packages elsewhere. */
function withoutNpmSettings(env) {
  const own = /^npm_config_(global|prefix|local_prefix|location|global_prefix)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)));
}
