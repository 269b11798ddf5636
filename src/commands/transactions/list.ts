/** `kafka-lab transactions list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { listTransactions, type TransactionList } from '../../kafka/transactions/transactions.js';
import { isNarrowed } from '../shared/is-narrowed.js';

export const transactionsList = defineCommand({
  path: ['transactions', 'list'],
  summary: 'list the transactional ids, and the state of each',
  effect: 'reads',
  options: z.object({
    state: z
      .array(z.string())
      .default([])
      .meta({ description: 'only in this state (Ongoing, Empty, CompleteCommit …); may be repeated' }),
  }),
  examples: ['transactions list', 'transactions list --state Ongoing'],
  async run(context, { state }) {
    return listTransactions(await context.kafka(), { states: state });
  },
  view: ({ transactions, silent }: TransactionList, asked) => ({
    header: ['TRANSACTIONAL-ID', 'COORDINATOR', 'PRODUCER-ID', 'STATE'],
    rows: transactions.map(({ transactionalId, coordinator, producerId, state }) => [
      transactionalId,
      coordinator,
      producerId,
      stateCell(state),
    ]),
    notes:
      transactions.length > 0
        ? []
        : [
            isNarrowed(asked)
              ? 'No transactional ids in that state. See them all: kafka-lab transactions list'
              : 'No transactional ids: no producer has used transactions lately.',
          ],
    failures: silent.map(({ broker, problem }) => `Broker ${broker} is not included: ${problem}`),
  }),
  items: ({ transactions }) => transactions,
  failed: ({ silent }) => silent.length > 0,
});

export function stateCell(state: string): Cell {
  return state === 'Ongoing' || state.startsWith('Prepare') ? { text: state, tone: 'warn' } : state;
}
