/** `kafka-lab drill matrix` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import type { Account } from '../../practice/drills/stream/account.js';
import { faultsOf } from '../../practice/drills/scenario.js';
import { runDrill } from '../../practice/drills/run-drill.js';
import { scenarios } from '../../practice/drills/scenarios.js';
import { worksOn } from '../shared/practice-cluster.js';
import {
  drillPlaceOf,
  scenarioNamed,
  scenarioOption,
  settingsFrom,
  streamOptions,
} from './_drill-options.js';

export interface MatrixCell {
  readonly scenario: string;
  readonly acks: '0' | '1' | 'all';
  readonly account: Account;
  /** What broke a promise that is not in the account. */
  readonly faults: readonly string[];
  readonly interrupted: boolean;
}

export const drillMatrix = defineCommand({
  path: ['drill', 'matrix'],
  summary:
    'run drills with each acks, one after the other, and print what each lost; takes half a minute for each',
  effect: 'writes',
  changes: 'machine',
  options: z.object({
    scenario: z.array(scenarioOption).optional().meta({
      description: 'only this drill; may be repeated (default: all that the cluster can have)',
      placeholder: 'DRILL',
    }),
    acks: z
      .array(z.enum(['0', '1', 'all']))
      .optional()
      .meta({ description: 'only with this acks; may be repeated (default: all three)' }),
    ...streamOptions,
  }),
  examples: [
    'drill matrix',
    'drill matrix --scenario leader-kill --scenario pause --acks 1 --acks all',
    'drill matrix --unclean-elections -o json',
  ],
  async run(context, { scenario: names, acks, ...options }) {
    const named = names?.map(scenarioNamed);
    // A drill that this cluster cannot run is left out, not an error.
    const wanted = named ?? scenarios.filter(({ needs }) => needs === undefined);
    const place = await drillPlaceOf(context, wanted, options.replicationFactor);
    const chosen = named ?? scenarios.filter((each) => worksOn(place.mode, each));
    const cells: MatrixCell[] = [];
    for (const scenario of chosen) {
      for (const each of acks ?? (['0', '1', 'all'] as const)) {
        context.say(`${scenario.name}, acks=${each} …`);
        const settings = settingsFrom(scenario.name, each, options);
        const report = await runDrill(scenario, settings, place);
        const { account, interrupted } = report;
        const faults = faultsOf(report);
        cells.push({ scenario: scenario.name, acks: each, account, faults, interrupted });
        if (interrupted) return cells;
      }
    }
    return cells;
  },
  view: (cells) => ({
    header: [
      'DRILL',
      'ACKS',
      'SENT',
      'ACKNOWLEDGED',
      'REFUSED',
      'LOST',
      'DUPLICATED',
      'OUT-OF-ORDER',
      'READ-TWICE',
      'WITHOUT-SERVICE',
    ],
    spare: ['OUT-OF-ORDER', 'READ-TWICE'],
    rows: cells.map(({ scenario, acks, account }): Cell[] => {
      const lost = account.lostAfterAck + account.unconfirmedLost;
      return [
        scenario,
        acks,
        account.sent,
        acks === '0' ? null : account.acknowledged,
        acks === '0' ? null : account.refused,
        { text: lost, tone: lost > 0 ? 'bad' : 'good' },
        account.duplicated,
        account.outOfOrder,
        account.readTwice,
        `${(account.withoutServiceMs / 1000).toFixed(1)} s`,
      ];
    }),
    notes: [
      'LOST: acknowledged and not in the log at the end; with acks=0, which acknowledges nothing: sent and not in the log.',
    ],
    failures: cells.flatMap(({ scenario, acks, faults }) =>
      faults.map((fault) => `${scenario}, acks=${acks}: ${fault}`),
    ),
  }),
  failed: (cells) => cells.some(({ faults }) => faults.length > 0),
  interrupted: (cells) => cells.some(({ interrupted }) => interrupted),
});
