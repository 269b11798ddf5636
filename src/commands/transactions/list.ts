/** `kafka-lab transactions list` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { listTransactions, type TransactionList } from '../../kafka/transactions/transactions.js';
import { Pattern } from '../../text/pattern/pattern.js';
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
    filter: z
      .string()
      .optional()
      .meta({ description: 'only ids that match this regular expression', placeholder: 'REGEX' }),
  }),
  examples: [
    'transactions list',
    'transactions list --state Ongoing',
    "transactions list --filter '^billing'",
  ],
  async run(context, { state, filter }) {
    const pattern = filter === undefined ? undefined : new Pattern(filter, { option: '--filter' });
    const list = await listTransactions(await context.kafka(), { states: state });
    return pattern ? withIds(list, pattern) : list;
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
              ? 'No transactional ids of that kind. See them all: kafka-lab transactions list'
              : 'No transactional ids: no producer has used transactions lately.',
          ],
    failures: silent.map(({ broker, problem }) => `Broker ${broker} is not included: ${problem}`),
  }),
  items: ({ transactions }) => transactions,
  failed: ({ silent }) => silent.length > 0,
});

/** Filtered here and not by the brokers: those before Kafka 4.1 cannot, and theirs is another dialect of expressions. */
export function withIds(list: TransactionList, pattern: Pattern): TransactionList {
  return {
    ...list,
    transactions: list.transactions.filter(({ transactionalId }) => pattern.test(transactionalId)),
  };
}

export function stateCell(state: string): Cell {
  return state === 'Ongoing' || state.startsWith('Prepare') ? { text: state, tone: 'warn' } : state;
}
