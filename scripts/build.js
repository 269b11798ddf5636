// `npm run build`: src → dist, bundled, from an empty dist, so that a deleted file does not live on. Loading hundreds of
// small files is most of what a short command would cost; what a command does not need stays in chunks that it never loads.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// `npm install -g .` in a fresh clone links this folder and runs "prepare" in it, but installs nothing here.
if (!existsSync('node_modules/esbuild'))
  run('npm', ['ci', '--ignore-scripts'], withoutNpmSettings(process.env));
rmSync('dist', { recursive: true, force: true });

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
const { build } = await import('esbuild');
await build({
  entryPoints: ['src/main.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
  legalComments: 'linked',
  // Packages of the CommonJS kind load Node's own modules by `require`, which a module does not have. What the program
  // itself loads that way (kafkajs, whose modules it repairs, and native code) is not bundled.
  define: { packageVersion: JSON.stringify(version) },
  plugins: [shakenZod()],
  banner: {
    js: "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);",
  },
});

/** Through its `z` all of zod is reachable, every language of its messages too: 750 KB instead of 190. */
function shakenZod() {
  return {
    name: 'shaken-zod',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
        const source = await readFile(path, 'utf8');
        return {
          contents: source.replace("import { z } from 'zod'", "import * as z from 'zod'"),
          loader: 'ts',
        };
      });
    },
  };
}

function run(command, argv, env) {
  const { status } = spawnSync(command, argv, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

/** npm hands its own settings down, "global" among them, which would send the packages elsewhere. */
function withoutNpmSettings(env) {
  const own = /^npm_config_(global|prefix|local_prefix|location|global_prefix)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)));
}
