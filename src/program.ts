/** What main.ts loads once there is more to do than to print a version. */
export { homedir } from 'node:os';
export { fileURLToPath } from 'node:url';
export { foldersFor } from './config/folders.js';
export { run } from './run.js';
