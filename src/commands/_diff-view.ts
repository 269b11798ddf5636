/** How two clusters that were compared look: a line a difference, in the words of `apply`. */
import type { Difference, GroupPosition, SideComparison, Unknown } from '../kafka/compare/compare-sides.js';
import { lineWith, type TypedOption } from '../text/command-line.js';
import { counted, firstNames } from '../view/counted.js';
import type { Cell, View } from '../view/view.js';
import { diffLine, signCell, type DiffLine } from './_apply-view.js';
import type { Place } from './_diff-places.js';

export interface ClustersDiff extends SideComparison {
  readonly kind: 'clusters';
  readonly first: string;
  readonly second: string;
  readonly isSameCluster: boolean;
  /** Neither has an authorizer. */
  readonly isOpen: boolean;
  /** What would make the first as the second, as far as `apply` can; null if it is not a matter of one line. */
  readonly apply: {
    readonly from: Place;
    readonly to: readonly TypedOption[];
    readonly only: readonly string[];
  } | null;
}

const applies: Readonly<Record<Difference['apply'], string>> = {
  changes: 'yes',
  prunes: 'with --prune',
  cannot: 'no',
};

export function clustersView(diff: ClustersDiff): View {
  return {
    title: `FIRST: ${diff.first}; SECOND: ${diff.second}`,
    header: ['', 'WHAT', 'FIRST', 'SECOND', 'APPLY'],
    rows: diff.differences.map((difference): Cell[] => {
      const line = lineOf(difference);
      return [signCell(line), line.what, line.before, line.after, applies[difference.apply]];
    }),
    notes: notesOf(diff),
    failures: diff.unknown.map((each) => unknownInWords(each, diff)),
  };
}

function lineOf({ change }: Difference): DiffLine {
  switch (change.kind) {
    case 'old topic':
      return { ...diffLine(change), before: 'there' };
    case 'topic default':
      return {
        sign: '~',
        what: `topics without ${change.name} of their own`,
        before: change.before,
        after: change.after,
      };
    case 'new group':
    case 'old group': {
      const positions = counted(change.partitions, 'position');
      const isNew = change.kind === 'new group';
      return {
        sign: isNew ? '+' : '-',
        what: `group ${change.group}`,
        before: isNew ? null : positions,
        after: isNew ? positions : null,
      };
    }
    case 'position': {
      const { group, topic, partition, before, after } = change;
      return {
        sign: before === null ? '+' : after === null ? '-' : '~',
        what: `group ${group} in ${topic}[${partition}]`,
        before: positionText(before),
        after: positionText(after),
      };
    }
    default:
      return diffLine(change);
  }
}

function positionText(position: GroupPosition | null): string | null {
  if (position === null) return null;
  const { offset, lag } = position;
  return `${String(offset)}${lag === null ? '' : `, lag ${lag}`}`;
}

function unknownInWords({ section, name, side, problem }: Unknown, { first, second }: ClustersDiff): string {
  const what = name === null ? `${section}: ${problem}` : problem;
  return `Unknown, and not compared: in ${side === 'first' ? first : second}, ${what}`;
}

function notesOf(diff: ClustersDiff): readonly string[] {
  const { differences, compared, absent, impossible, uncompared, otherConfigs } = diff;
  return [
    ...(diff.isSameCluster ? ['Both are the same cluster.'] : []),
    differences.length === 0
      ? compared.length === 0
        ? 'Nothing could be compared.'
        : `No differences in ${compared.join(', ')}.`
      : `${counted(differences.length, 'difference')} in ${compared.join(', ')}.`,
    ...applyNotes(diff),
    ...impossible.map((why) => `Not with apply: ${why}`),
    ...(absent.length > 0 ? [`Not in the file, and not compared: ${absent.join(', ')}.`] : []),
    ...(diff.isOpen && compared.includes('acls')
      ? ['Neither has an authorizer: there are no access rules.']
      : []),
    ...(uncompared.length > 0
      ? [
          `Passwords cannot be compared: ${firstNames(uncompared.map(({ user, mechanism }) => `${user} (${mechanism})`))}.`,
        ]
      : []),
    ...(otherConfigs.length > 0
      ? [`Configs of topics that only one of them knows, and not compared: ${firstNames(otherConfigs)}.`]
      : []),
    ...(differences.some(({ change }) => change.kind === 'position')
      ? [
          'Offsets of two clusters mean the same only if records were copied with their offsets; the lag can always be compared.',
        ]
      : []),
  ];
}

/** What would be typed for it. */
function applyNotes({ apply, differences }: ClustersDiff): readonly string[] {
  const isAny = (kind: Difference['apply']) => differences.some((each) => each.apply === kind);
  if (apply === null || !(isAny('changes') || isAny('prunes'))) return [];
  const { from, to, only } = apply;
  const prune = isAny('prunes') ? [{ flag: '--prune' }] : [];
  const applied = [...to, ...prune, { flag: '--dry-run' }];
  if (from.kind === 'file') {
    return [`To make FIRST as SECOND, planned first: ${lineWith(applied)`apply ${from.path}`}`];
  }
  const sections = only.map((section) => ({ flag: '--only', value: section }));
  const exported = lineWith([...from.words, ...sections])`export`;
  return [`To make FIRST as SECOND, planned first: ${exported} | ${lineWith(applied)`apply`}`];
}
