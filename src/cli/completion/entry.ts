/** What main.ts loads for a shell that waits for completions. */
export { homedir } from 'node:os';
export { fileURLToPath } from 'node:url';
export { answerShell } from './answer-shell.js';
export { commands, groups } from '../../commands/index.js';
export { foldersFor } from '../../config/folders.js';
