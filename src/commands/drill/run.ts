/** `kafka-lab drill run` */
import { resolve } from 'node:path';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { drawTimeline } from '../../practice/drills/report/draw-timeline.js';
import { keepPage } from '../../practice/drills/last-page.js';
import { reportHtml } from '../../practice/drills/report/report-html.js';
import { faultsOf } from '../../practice/drills/scenario.js';
import { runDrill, type DrillReport } from '../../practice/drills/run-drill.js';
import {
  drillPlaceOf,
  scenarioNamed,
  scenarioOption,
  settingsFrom,
  streamOptions,
} from './_drill-options.js';
import { accountLines } from '../../practice/drills/report/account-lines.js';
import { writePage } from '../shared/write-page.js';

export const drillRun = defineCommand({
  path: ['drill', 'run'],
  summary: 'break something while records flow, then account for every record; practice clusters only',
  effect: 'writes',
  changes: 'machine',
  options: z.object({
    scenario: scenarioOption.meta({ description: 'which drill: see drill list', placeholder: 'DRILL' }),
    acks: z.enum(['0', '1', 'all']).default('all').meta({
      description: 'which replicas acknowledge: all in sync, the leader only, none',
    }),
    ...streamOptions,
    report: z.string().optional().meta({
      description: 'write a page with charts here, one HTML file',
      placeholder: 'FILE',
      completes: 'file',
    }),
  }),
  positionals: ['scenario'],
  examples: [
    'drill run leader-kill',
    'drill run leader-alone --acks 1 --report lost.html',
    'drill run last-replica --acks all --min-insync 1 --unclean-elections -o json',
  ],
  async run(context, { scenario: typed, acks, report: file, ...options }) {
    const scenario = scenarioNamed(typed);
    const settings = settingsFrom(scenario.name, acks, options);
    const place = await drillPlaceOf(context, [scenario], settings.replicationFactor);
    context.say(`${scenario.name}: ${scenario.summary}.`);
    const onInterrupt = () =>
      context.say('Putting the cluster back first; ^C once more leaves it as it is.', 'warn');
    context.signal.addEventListener('abort', onInterrupt, { once: true });
    let report: DrillReport;
    try {
      report = await runDrill(scenario, settings, place);
    } finally {
      context.signal.removeEventListener('abort', onInterrupt);
    }
    const page = reportHtml(report);
    await keepPage(context.folders, page);
    if (file !== undefined) await writePage(resolve(context.cwd, file), page);
    return { ...report, file: file ?? null };
  },
  view: (report) => ({
    title: drawTimeline(report).join('\n'),
    header: ['WHAT', 'RECORDS', 'MEANING'],
    rows: accountLines(report).map(({ what, value, meaning, isBad }): Cell[] => [
      what,
      isBad ? { text: value, tone: 'bad' } : value,
      meaning,
    ]),
    notes: [
      ...report.reasons.map((reason) => `Refused because: ${reason}`),
      report.file === null
        ? 'As a page with charts: kafka-lab drill report'
        : `The page with charts: ${report.file}`,
    ],
    failures: faultsOf(report),
  }),
  failed: (report) => faultsOf(report).length > 0,
  interrupted: ({ interrupted }) => interrupted,
});
