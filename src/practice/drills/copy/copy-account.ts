/** Accounts for every id of a topic in a copy of it: the source and the target, both read back by offset. Pure. */
import { countedAre } from '../../../view/counted.js';
import { idsInWords } from '../stream/ids-in-words.js';
import type { LoggedRecord } from '../stream/readers.js';

/** What was run, and how it ended. */
export interface CopyRuns {
  /** Every run of the command, each from where the one before had come to. */
  readonly runs: number;
  /** Of these, killed (SIGKILL) while they wrote; gone on with from where they had begun. */
  readonly killed: number;
  /** Of these, ended early by themselves; gone on with by the line that they printed. */
  readonly stopped: number;
  /** Why, the first ones. */
  readonly reasons: readonly string[];
}

export interface CopyAccount extends CopyRuns {
  readonly isTransactional: boolean;
  /** Distinct ids of the source in the target. */
  readonly copied: number;
  /** In the source and not in the target: this must never happen. */
  readonly missing: readonly number[];
  /** In the target more often than in the source. With transactions this must not happen. */
  readonly twice: readonly number[];
  /** In another partition than in the source. */
  readonly elsewhere: readonly number[];
  /** In the target and not in the source. */
  readonly strangers: readonly number[];
  readonly faults: readonly string[];
}

export function copyAccountOf(
  source: readonly LoggedRecord[],
  target: readonly LoggedRecord[],
  seen: CopyRuns,
  setting: {
    readonly isTransactional: boolean;
    /** The source keeps all that it ever had. */
    readonly keepsAll: boolean;
    /** By ^C: what was not waited for is no fault. */
    readonly interrupted: boolean;
  },
): CopyAccount {
  const { isTransactional, keepsAll, interrupted } = setting;
  const there = timesOf(target);
  const here = timesOf(source);
  const placeOf = new Map(source.map(({ id, partition }) => [id, partition]));
  const ids = [...here.keys()];
  const missing = ids.filter((id) => !there.has(id));
  const twice = ids.filter((id) => (there.get(id) ?? 0) > (here.get(id) ?? 0));
  const isElsewhere = ({ id, partition }: LoggedRecord) => (placeOf.get(id) ?? partition) !== partition;
  const elsewhere = [...new Set(target.filter(isElsewhere).map(({ id }) => id))];
  const strangers = [...there.keys()].filter((id) => !here.has(id));
  const name = isTransactional ? 'The copy with transactions' : 'The copy without transactions';
  const fault = (isSo: boolean, wrong: readonly number[], words: string) =>
    isSo && wrong.length > 0
      ? [`${name}: ${countedAre(wrong.length, 'record')} ${words}: ${idsInWords(wrong)}.`]
      : [];
  return {
    ...{
      isTransactional,
      ...seen,
      copied: ids.length - missing.length,
      missing,
      twice,
      elsewhere,
      strangers,
    },
    faults: [
      ...fault(!interrupted, missing, 'missing'),
      ...fault(isTransactional, twice, 'there twice'),
      ...fault(true, elsewhere, 'in another partition than in the source'),
      ...fault(keepsAll, strangers, 'not in the source'),
    ],
  };
}

function timesOf(records: readonly LoggedRecord[]): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const { id } of records) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}
