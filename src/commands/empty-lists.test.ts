import { expect, test } from '@jest/globals';
import { optionsOf, outputsOf } from '../testing/program/command-tables.js';
import { aclsList } from './acls/list.js';
import { quotasList } from './quotas/list.js';
import { topicsList } from './topics/list.js';
import { transactionsList } from './transactions/list.js';
import { usersList } from './users/list.js';

const noTransactions = { transactions: [], silent: [] };

/** Of nothing at all something else is said than of nothing that was asked for. */
test.each([
  ['users list', usersList, [], /^No SCRAM users\. /],
  ['users list alice', usersList, [], /^No SCRAM users of that name\. /],
  ['quotas list', quotasList, [], /^No quotas\. Set one/],
  ['quotas list --user alice', quotasList, [], /^No quotas of that kind\. /],
  ['quotas list --default user', quotasList, [], /^No quotas of that kind\. /],
  ['transactions list', transactionsList, noTransactions, /^No transactional ids: no producer/],
  [
    'transactions list --state Ongoing',
    transactionsList,
    noTransactions,
    /^No transactional ids of that kind\. See them all/,
  ],
  [
    'transactions list --filter x',
    transactionsList,
    noTransactions,
    /^No transactional ids of that kind\. See them all/,
  ],
  ['acls list', aclsList, [], /^No rules\.$/],
  ['acls list --topic t', aclsList, [], /^No rules of that kind\./],
  ['acls list --principal User:a', aclsList, [], /^No rules of that kind\./],
  ['topics list', topicsList, [], /^No topics\. Make one/],
  ['topics list --internal --size', topicsList, [], /^No topics\. Make one/],
  ['topics list --filter x', topicsList, [], /^No topics of that kind\. See them all/],
  ['topics list --offline', topicsList, [], /^No topics of that kind\. See them all/],
] as const)('%s', async (line, spec, result, said) => {
  const options = await optionsOf(line);
  expect((await outputsOf(spec as never, result as never, options as never)).notes).toMatch(said);
});
