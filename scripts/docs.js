// `npm run docs`: docs/commands.md and man/kafka-lab.1 from the definitions of the commands, schemas/ from what reads the files.
import { build } from 'esbuild';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const outdir = 'node_modules/.cache/kafka-lab-docs';
await build({
  stdin: {
    contents: `
      export { commands, groups } from './src/commands/index.ts';
      export { commandsPage } from './src/cli/reference/commands-page.ts';
      export { describedFiles, fileSchema } from './src/commands/_file-schemas.ts';
      export { toJson } from './src/output/structured.ts';
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
const { commands, commandsPage, describeCommands, describedFiles, fileSchema, groups, manPage, toJson } =
  await import(`../${outdir}/stdin.mjs`);
const reference = await describeCommands({ entries: commands, groups, version: '' });
writeFileSync('docs/commands.md', commandsPage(reference));
writeFileSync('man/kafka-lab.1', manPage(reference));
mkdirSync('schemas', { recursive: true });
for (const file of describedFiles) writeFileSync(`schemas/${file}.schema.json`, toJson(fileSchema(file)));
rmSync(outdir, { recursive: true });
