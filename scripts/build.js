// `npm run build`: src → dist, bundled, from an empty dist, so that a deleted file does not live on. Loading hundreds of
// small files is most of what a short command would cost; what a command does not need stays in chunks that it never loads.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// `npm install -g .` in a fresh clone links this folder and runs "prepare" in it, but installs nothing here.
if (!existsSync('node_modules/esbuild'))
  run('npm', ['ci', '--ignore-scripts'], withoutNpmSettings(process.env));
rmSync('dist', { recursive: true, force: true });

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
const { build } = await import('esbuild');
const source = resolve('src');
const lateEntries = await findLateEntries();
// The shell's completions share no chunk with the program: what both need would be cut into ever smaller ones.
await bundle('src/main.ts', { external: ['./cli/completion/entry.js'], alwaysLoaded: loadedAnyway });
await bundle('src/cli/completion/entry.ts', { external: [], alwaysLoaded: () => [] });

/**
 * @param {string} entryPoint
 * @param {{ external: string[], alwaysLoaded: (path: string) => string[] }} settings
 */
function bundle(entryPoint, { external, alwaysLoaded }) {
  return build({
    entryPoints: [entryPoint],
    external,
    outdir: 'dist',
    outbase: 'src',
    bundle: true,
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    legalComments: 'linked',
    define: { packageVersion: JSON.stringify(version) },
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    plugins: [ourSources(alwaysLoaded)],
    // Packages of the CommonJS kind load Node's own modules by `require`, which a module does not have. What the program
    // itself loads that way (kafkajs, whose modules it repairs, and native code) is not bundled.
    banner: {
      js: "import { createRequire as createRequireOfBundle } from 'node:module';\nconst require = createRequireOfBundle(import.meta.url);",
    },
  });
}

/**
 * What esbuild cannot know of our sources: which part of zod they mean, and what they are never loaded without.
 * @param {(path: string) => string[]} alwaysLoaded
 * @returns {import('esbuild').Plugin}
 */
function ourSources(alwaysLoaded) {
  return {
    name: 'our-sources',
    setup({ onLoad, onResolve }) {
      // As a module, node:process looks at every property of it, which takes longer than all of chalk.
      onResolve({ filter: /^node:process$/ }, ({ path, kind }) =>
        kind === 'import-statement' ? { path, namespace: 'process' } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'process' }, () => ({
        contents:
          'export default process;\nexport const { platform, pid, env } = process;\nexport const kill = process.kill;',
      }));
      onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => {
        const imports = alwaysLoaded(path).map((module) => `\nimport ${JSON.stringify(module)};`);
        return { contents: withShakenZod(await readFile(path, 'utf8')) + imports.join(''), loader: 'ts' };
      });
    },
  };
}

/**
 * Through its `z` all of zod is reachable, every language of its messages too: 750 KB instead of 190.
 * @param {string} source
 */
function withShakenZod(source) {
  return source.replace("import { z } from 'zod'", "import * as z from 'zod'");
}

/**
 * esbuild makes a chunk of the modules that the same entries reach, and whatever is loaded late is an entry: dozens of tiny
 * chunks, half a millisecond each. Entries that say what is there before them leave one chunk of that. A module
 * on the way to run.ts itself must not import it; those are in none of these places.
 * @param {string} path
 */
function loadedAnyway(path) {
  const [, place = ''] = /[\\/]src[\\/](.*)\.ts$/.exec(path) ?? [];
  const file = place.replaceAll('\\', '/');
  if (!lateEntries.has(file)) return [];
  const always = [join(source, 'run.ts')];
  // Named by their folders, as imports do not tell: a command gets its session from the context, not by an import, and
  // what does import it (cluster, learn, drill) is the part that has to start without it.
  if (/^(kafka|commands\/(topics|groups|offsets|brokers|produce|consume))\b/.test(file)) {
    always.push(join(source, 'kafka/session/session.ts'), join(source, 'kafka/topics/list-topics.ts'));
  }
  return always;
}

/** `commands/topics/list` for each `import('./topics/list.js')`. */
async function findLateEntries() {
  const files = (await readdir(source, { recursive: true })).filter((name) => /(?<!\.test)\.ts$/.test(name));
  const found = new Set();
  for (const file of files) {
    const text = await readFile(join(source, file), 'utf8');
    for (const [, module = ''] of text.matchAll(/\bimport\('(\.[^']+)\.js'\)/g)) {
      found.add(relative(source, join(source, dirname(file), module)).replaceAll('\\', '/'));
    }
  }
  return found;
}

/**
 * @param {string} command
 * @param {string[]} argv
 * @param {NodeJS.ProcessEnv} env
 */
function run(command, argv, env) {
  const { status } = spawnSync(command, argv, { stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
}

/**
 * npm hands its own settings down, "global" among them, which would send the packages elsewhere.
 * @param {NodeJS.ProcessEnv} env
 */
function withoutNpmSettings(env) {
  const own = /^npm_config_(global|prefix|local_prefix|location|global_prefix)$/i;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.test(name)));
}
