// `npm run docs`: docs/commands.md from the definitions of the commands.
import { build } from 'esbuild';
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const outdir = 'node_modules/.cache/kafka-lab-docs';
await build({
  stdin: {
    contents: `
      export { commands, groups } from './src/commands/index.ts';
      export { commandsPage } from './src/cli/reference/commands-page.ts';
      export { describeCommands } from './src/cli/reference/describe-commands.ts';`,
    resolveDir: '.',
  },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  outdir,
  outExtension: { '.js': '.mjs' },
});
const { commands, commandsPage, describeCommands, groups } = await import(`../${outdir}/stdin.mjs`);
writeFileSync(
  'docs/commands.md',
  commandsPage(await describeCommands({ entries: commands, groups, version: '' })),
);
rmSync(outdir, { recursive: true });
