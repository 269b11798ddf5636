// `npm run build`: src → dist, bundled, from an empty dist, so that a deleted file does not live on. Loading hundreds of
// small files, and compiling them, is most of what a short command would cost.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { thirdPartyLicences } from './package/third-party-licences.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// `npm install -g .` in a fresh clone links this folder and runs "prepare" in it, but installs nothing here.
if (!existsSync('node_modules/esbuild'))
  run('npm', ['ci', '--ignore-scripts'], withoutNpmSettings(process.env));
rmSync('dist', { recursive: true, force: true });

const { version } = JSON.parse(await readFile('package.json', 'utf8'));
/**
 * What esbuild cannot know of our sources: which part of zod they mean.
 * @type {import('esbuild').Plugin}
 */
const ourSources = {
  name: 'our-sources',
  setup({ onLoad, onResolve }) {
    // As a module, node:process looks at every property of it, which takes longer than all of chalk.
    onResolve({ filter: /^node:process$/ }, ({ path, kind }) =>
      kind === 'import-statement' ? { path, namespace: 'process' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'process' }, () => ({
      contents:
        'export default process;\nexport const { platform, pid, env, argv } = process;\nexport const kill = process.kill;',
    }));
    // What an editor of the menu's has saved is decoded by Node: the tables of that library are a quarter of the program.
    onResolve({ filter: /^iconv-lite$/ }, ({ path }) => ({ path, namespace: 'decoder' }));
    onLoad({ filter: /.*/, namespace: 'decoder' }, () => ({
      contents: [
        'const decoder = (encoding) => { try { return new TextDecoder(encoding); } catch { return undefined; } };',
        'export default {',
        '  encodingExists: (encoding) => decoder(encoding) !== undefined,',
        '  decode: (bytes, encoding) => decoder(encoding).decode(bytes),',
        '};',
      ].join('\n'),
    }));
    // Commander would start programs as subcommands, of which there are none.
    onResolve({ filter: /^node:child_process$/ }, ({ path, importer }) =>
      /[\\/]commander[\\/]/.test(importer) ? { path, namespace: 'unused' } : undefined,
    );
    onLoad({ filter: /.*/, namespace: 'unused' }, () => ({ contents: '' }));
    // Half as large as the program, and of use to one command.
    onResolve({ filter: /^\.\/sdk\.js$/ }, ({ importer }) =>
      /[\\/]mcp[\\/]/.test(importer) ? { path: './mcp-sdk.cjs', external: true } : undefined,
    );
    onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, async ({ path }) => ({
      contents: ascii(withShakenZod(await readFile(path, 'utf8'))),
      loader: 'ts',
    }));
    onLoad({ filter: /[\\/]node_modules[\\/].*\.[cm]?js$/ }, async ({ path }) => ({
      contents: ascii(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

const { build } = await import('esbuild');
// All of the program but main.ts, which loads it by means of a code cache. One file, in which a module runs when it is first
// imported. What the program itself loads by `require` (kafkajs, whose modules it repairs, and native code) stays outside.
const { text: program, inputs } = await bundle({
  stdin: {
    contents:
      "export const run = () => import('./run.js');\nexport const completion = () => import('./cli/completion/entry.js');",
    resolveDir: 'src',
  },
  outfile: 'dist/program.cjs',
  banner: {
    js: [
      '(function (require, __filename) { const module = { exports: {} };',
      'const bundleUrl = require("node:url").pathToFileURL(__filename).href;',
      // To look at the clock, the global `performance` loads a dozen modules.
      'const clockMs = () => { const [seconds, nanoseconds] = process.hrtime(); return seconds * 1e3 + nanoseconds / 1e6; };',
    ].join(' '),
  },
  footer: { js: 'return module.exports; })' },
  define: { 'performance.now': 'clockMs' },
  sourcemap: 'external',
  sourcesContent: false,
});
const id = createHash('sha256').update(program).digest('hex').slice(0, 16);
await bundle({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.cjs',
  define: { packageVersion: JSON.stringify(version), bundleHash: JSON.stringify(id) },
});
const sdk = await bundle({ entryPoints: ['src/mcp/sdk.ts'], outfile: 'dist/mcp-sdk.cjs' });
await writeFile('dist/third-party-licences.txt', await thirdPartyLicences([...inputs, ...sdk.inputs]));
await makeCodeCache();

/**
 * Resolves with the text, which is ASCII, and the files it was made of.
 * @param {import('esbuild').BuildOptions} options
 */
async function bundle(options) {
  const { outputFiles = [], metafile } = await build({
    bundle: true,
    write: false,
    metafile: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    legalComments: 'linked',
    minify: true,
    plugins: [ourSources],
    // As `require`: the loader of ES modules takes longer than what it would load, and code from a cache cannot ask for it.
    supported: { 'dynamic-import': false },
    ...options,
    define: { 'import.meta.url': 'bundleUrl', ...options.define },
  });
  await mkdir('dist', { recursive: true });
  for (const { path, text } of outputFiles) await writeFile(path, text);
  const text = outputFiles.find(({ path }) => path.endsWith('.cjs'))?.text ?? '';
  // Changed here, it would no longer be where the source map says.
  if (/[^\0-\x7f]/.test(text)) throw new Error(`${options.outfile ?? 'main.cjs'} is not ASCII`);
  return { text, inputs: Object.keys(metafile?.inputs ?? {}) };
}

/**
 * esbuild leaves other characters in regular expressions and templates as they are in the source.
 * @param {string} source
 */
function ascii(source) {
  return source.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** In a process of its own: V8 keeps what that has run. */
async function makeCodeCache() {
  const script = join(await mkdtemp(join(tmpdir(), 'kafka-lab-build-')), 'warm-up.mjs');
  await build({
    entryPoints: ['src/testing/program/warm-up.ts'],
    outfile: script,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    plugins: [ourSources],
  });
  try {
    run(process.execPath, [script, resolve('dist/program.cjs'), id], process.env);
  } finally {
    rmSync(dirname(script), { recursive: true });
  }
}

/**
 * Through its `z` all of zod is reachable, every language of its messages too: 750 KB instead of 190.
 * @param {string} source
 */
function withShakenZod(source) {
  return source.replace("import { z } from 'zod'", "import * as z from 'zod'");
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
