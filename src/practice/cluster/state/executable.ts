/** Programs on the PATH. */
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { platform } from 'node:os';
import type { Environment } from '../../../view/world.js';

/** The full path of `program`, `undefined` if it is not on the PATH of `env`. */
export async function findExecutable(program: string, env: Environment): Promise<string | undefined> {
  const endings = platform() === 'win32' ? ['.exe', '.cmd', '.bat'] : [''];
  for (const folder of (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const path = join(folder, program + ending);
      if (await isExecutable(path)) return path;
    }
  }
  return undefined;
}

export async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}
