// `npm run docs`: docs/commands.md and man/kafka-lab.1 from the definitions of the commands.
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
      export { manPage } from './src/cli/reference/man-page.ts';
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
const { commands, commandsPage, describeCommands, groups, manPage } = await import(`../${outdir}/stdin.mjs`);
const reference = await describeCommands({ entries: commands, groups, version: '' });
writeFileSync('docs/commands.md', commandsPage(reference));
writeFileSync('man/kafka-lab.1', manPage(reference));
rmSync(outdir, { recursive: true });
