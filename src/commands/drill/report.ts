/** `kafka-lab drill report` */
import { resolve } from 'node:path';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import { lastPage } from '../../practice/drills/last-page.js';
import { LabError } from '../../text/errors.js';
import { writePage } from '../shared/write-page.js';

export const drillReport = defineCommand({
  path: ['drill', 'report'],
  summary: 'write a page with charts of the last drill: one HTML file',
  effect: 'writes',
  changes: 'machine',
  output: 'report',
  options: z.object({
    file: z
      .string()
      .default('drill.html')
      .meta({ description: 'where to', placeholder: 'FILE', completes: 'file' }),
  }),
  positionals: ['file'],
  examples: ['drill report', 'drill report lost.html'],
  async run({ folders, cwd }, { file }) {
    const page = await lastPage(folders);
    if (page === undefined) {
      throw new LabError('not-found', 'No drill was run yet.', {
        hint: 'Run one: kafka-lab drill run leader-kill; which there are: kafka-lab drill list',
      });
    }
    await writePage(resolve(cwd, file), page);
    return { file };
  },
  view: ({ file }) => ({ header: [], rows: [], notes: [`The page with charts: ${file}`] }),
});
