/** What main.ts loads for a shell that waits for completions. */
export { answerShell } from './answer-shell.js';
export { commands, groups } from '../../commands/index.js';
