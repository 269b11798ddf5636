/** `kafka-lab connections untrust` */
import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { readProjectFile } from '../../config/project-file.js';
import { trustedFiles, untrustFile } from '../../config/trusted-files.js';
import { LabError } from '../../text/errors.js';
import { projectFileOption } from './_connection-options.js';

export const connectionsUntrust = defineCommand({
  path: ['connections', 'untrust'],
  summary: "trust a project's file no longer",
  effect: 'writes',
  changes: 'machine',
  output: 'report',
  options: z.object({ file: projectFileOption }),
  positionals: ['file'],
  examples: ['connections untrust', 'connections untrust ~/work/shop/.kafka-lab.yml'],
  async run({ cwd, folders }, { file }) {
    const path = file === undefined ? (await readProjectFile(cwd, folders))?.path : resolve(cwd, file);
    if (path === undefined) {
      throw new LabError('not-found', 'There is no .kafka-lab.yml here or above.', {
        hint: 'See which are trusted: kafka-lab connections trust --list',
      });
    }
    // A file that is gone is still listed by the path that it had.
    const known = trustedFiles(folders).some((each) => each.path === path) ? path : realPath(path);
    if (!untrustFile(folders, known)) {
      throw new LabError('not-found', `${path} is not trusted.`, {
        hint: 'See which are: kafka-lab connections trust --list',
      });
    }
    return { path: known };
  },
  view: ({ path }) => ({ header: [], rows: [], notes: [`${path} is no longer trusted.`] }),
});

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
