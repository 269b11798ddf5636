/** What became of the copies of a drill's stream, a line a number, and in a sentence. */
import type { CopyAccount } from '../copy/copy-account.js';
import { idsInWords } from '../stream/ids-in-words.js';
import { countedAre, grouped } from '../../../view/counted.js';
import { line, type AccountLine } from './account-line.js';

export function copyLines(copies: readonly CopyAccount[]): readonly AccountLine[] {
  return copies.flatMap((copy) => {
    const { isTransactional, copied, missing, twice, elsewhere, strangers } = copy;
    const { runs, killed, stopped, reasons } = copy;
    const name = isTransactional ? 'transactions' : 'without';
    const none = (what: string, ids: readonly number[], meaning: string, isBad = ids.length > 0) =>
      line(
        `${name}: ${what}`,
        ids.length,
        ids.length === 0 ? meaning : `${meaning}: ${idsInWords(ids)}`,
        isBad,
      );
    return [
      line(`${name}: copied`, copied, 'different records of the source that are in this copy'),
      none('missing', missing, 'in the source, and not in the copy'),
      none(
        'twice',
        twice,
        'in the copy more than once',
        // A run that is killed is begun again, and who has no transactions keeps both.
        isTransactional && twice.length > 0,
      ),
      ...(elsewhere.length > 0 ? [none('elsewhere', elsewhere, 'in another partition')] : []),
      ...(strangers.length > 0
        ? [none('gone', strangers, 'in the copy, and not in the source any more')]
        : []),
      line(
        `${name}: runs`,
        runs,
        `of the command copy: ${killed} killed, ${stopped} ended early${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}`,
      ),
    ];
  });
}

export function copyVerdict({ isTransactional, copied, missing, twice }: CopyAccount): string {
  const name = isTransactional ? 'The copy with transactions' : 'The copy without transactions';
  return `${name} has ${grouped(copied)} records of the source: ${countedAre(missing.length, 'record')} missing, ${countedAre(twice.length, 'record')} there twice.`;
}
