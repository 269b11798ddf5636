// The bundle, for tests that run the whole program in their process: loaded once for all files of tests, and not once for each from
// a thousand modules.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

const path = fileURLToPath(new URL('../dist/program.cjs', import.meta.url));
/** @type {unknown} */
let loaded;

/** What src/run.ts exports. */
export function builtProgram() {
  const define = () => new Script(readFileSync(path, 'latin1'), { filename: path }).runInThisContext();
  return (loaded ??= define()(createRequire(path), path).run());
}
