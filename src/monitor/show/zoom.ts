/** One topic or group on the whole screen: its numbers, a chart of ten minutes, its partitions. */
import type { ScreenLine } from '../../view/screen.js';
import type { Tone } from '../../view/view.js';
import { nameOf, ranges } from '../picture/group-events.js';
import type { History, Sample } from '../picture/history.js';
import { lineChart } from './line-chart.js';
import { atLeastText, rateText, trendText, unknownText } from './number-texts.js';
import { catchUpText } from './overview.js';
import { groupRow, topicRow } from './rows.js';
import { isUnderReplicated, type PartitionPicture } from '../take/snapshot.js';
import { textColumns, type Column, type ScreenCell } from './text-columns.js';

const number = (name: string, width: number): Column => ({ name, width, align: 'right' });

export function topicLines(
  history: History,
  name: string,
  columns: number,
  rows: number,
): readonly ScreenLine[] {
  const topic = history.latest?.topics.find((each) => each.name === name);
  if (!topic || !history.latest) return [[{ text: `There is no topic ${name} any more.`, tone: 'warn' }]];
  const row = topicRow(history, topic);
  const facts = [
    `${topic.partitions.length} ${topic.partitions.length === 1 ? 'partition' : 'partitions'}`,
    `${row.isPartial ? '' : '≤ '}${atLeastText(row.records, row.isPartial)} records`,
    `${rateText(row.rate)} records/s`,
    `${row.underReplicated} under-replicated`,
    `${row.offline} offline`,
  ];
  return [
    ...title(`TOPIC ${name}`, facts),
    [{ text: 'records/s', tone: 'muted' }],
    ...chartLines(history.rates.get(name), history.latest.at, columns, rows),
    ...textColumns(
      [
        number('PARTITION', 9),
        number('LEADER', 6),
        { name: 'REPLICAS', width: 14 },
        { name: 'ISR', width: 14 },
        number('LOW', 12),
        number('HIGH', 12),
        { name: '' },
      ],
      topic.partitions.map((partition) => ({ cells: partitionCells(partition) })),
      columns,
    ),
  ];
}

function partitionCells(partition: PartitionPicture): readonly ScreenCell[] {
  const { leader, replicas, isr, low, high } = partition;
  return [
    `${partition.partition}`,
    leader === null ? { text: 'none', tone: 'bad' } : `${leader}`,
    replicas.join(','),
    isUnderReplicated(partition) ? { text: isr.join(',') || 'none', tone: 'warn' } : isr.join(','),
    `${low ?? unknownText}`,
    `${high ?? unknownText}`,
    '',
  ];
}

export function groupLines(
  history: History,
  name: string,
  columns: number,
  rows: number,
): readonly ScreenLine[] {
  const group = history.latest?.groups.find((each) => each.group === name);
  if (!group || !history.latest) return [[{ text: `There is no group ${name} now.`, tone: 'warn' }]];
  const row = groupRow(history, group);
  const facts = [
    group.state,
    `members ${group.members?.length ?? unknownText}`,
    `lag ${atLeastText(row.lag, row.isPartial)}`,
    `${trendText(row.trend)}/s`,
    `catch-up ${catchUpText(row)}`,
    `coordinator ${group.coordinator}`,
  ];
  const members = (group.members ?? []).map((member): ScreenLine => {
    const assignment = (member.assignment ?? [])
      .map(({ topic, partitions }) => `${topic} ${ranges(partitions)}`)
      .join(', ');
    return [
      { text: `  ${nameOf(member)} at ${member.host}: ` },
      { text: assignment || 'nothing', ...(assignment === '' ? { tone: 'warn' as const } : {}) },
    ];
  });
  return [
    ...title(`GROUP ${name}`, facts),
    [{ text: 'lag', tone: 'muted' }],
    ...chartLines(history.lags.get(name), history.latest.at, columns, rows),
    ...members,
    ...textColumns(
      [{ name: 'TOPIC' }, number('PARTITION', 9), number('CURRENT-OFFSET', 14), number('LAG', 12)],
      group.partitions.map(({ topic, partition, currentOffset, lag }) => ({
        cells: [topic, `${partition}`, `${currentOffset ?? unknownText}`, `${lag ?? unknownText}`],
      })),
      columns,
    ),
  ];
}

function title(text: string, facts: readonly string[]): readonly ScreenLine[] {
  const tone: Tone = 'strong';
  return [[{ text, tone }], [{ text: facts.join(' · ') }]];
}

function chartLines(
  samples: readonly Sample[] | undefined,
  now: number,
  columns: number,
  rows: number,
): readonly ScreenLine[] {
  const height = Math.max(6, Math.floor(rows * 0.55));
  return lineChart(samples ?? [], now, columns - 2, height, rateText).map((text) => [{ text, tone: 'good' }]);
}
