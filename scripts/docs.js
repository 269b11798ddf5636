// `npm run docs`: docs/commands.md from the definitions of the built commands.
import { writeFileSync } from 'node:fs';
import { commands, groups } from '../dist/commands/index.js';
import { commandsPage } from '../dist/reference/commands-page.js';
import { describeCommands } from '../dist/reference/describe-commands.js';

const reference = await describeCommands({ entries: commands, groups, version: '' });
writeFileSync(new URL('../docs/commands.md', import.meta.url), commandsPage(reference));
