/** Whether a shell would find a program by its name. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Environment } from '../../view/world.js';

/** npm puts folders of its own before PATH while it runs a script; the shell does not have them afterwards. */
const ofNpm = /[\\/]node_modules[\\/]\.bin[\\/]?$|[\\/]node-gyp-bin[\\/]?$/;

export function isOnPath(name: string, env: Environment): boolean {
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter((each) => each !== '');
  return folders
    .filter((folder) => !ofNpm.test(folder))
    .some((folder) => [name, `${name}.cmd`].some((file) => isExecutable(join(folder, file))));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
