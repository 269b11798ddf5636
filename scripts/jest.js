// `node scripts/jest.js PROJECT… [OPTIONS OF JEST]`: projects of jest.config.js one after the other, until one fails, on a
// fresh build if they run the built program.
import { fileURLToPath } from 'node:url';
import { projects, runNode, runProject } from './jest-project.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const words = process.argv.slice(2);
const firstOption = words.findIndex((word) => word.startsWith('-'));
const names = firstOption === -1 ? words : words.slice(0, firstOption);
const options = words.slice(names.length);
const unknown = names.filter((name) => !projects.has(name));
if (names.length === 0 || unknown.length > 0) {
  const what = unknown.length > 0 ? `No such project: ${unknown.join(', ')}.` : 'Which project?';
  console.error(`${what} There are ${[...projects.keys()].join(', ')}; options of Jest come after them.`);
  process.exit(2);
}

let status = names.some((name) => projects.get(name)?.needsBuild) ? await runNode(['scripts/build.js']) : 0;
for (const name of names) if (status === 0) status = await runProject(name, options);
process.exitCode = status;
