/** How a cluster fares in one line, and in a few for terminals too small for tables. */
import type { ScreenLine, Span } from '../../view/screen.js';
import type { Frame } from './frame.js';
import { clockText, countText, durationText, rateText } from './number-texts.js';
import { countPartitions, isOffline, isUnderReplicated, type Snapshot } from '../take/snapshot.js';
import { sparkline } from './sparkline.js';

/** A failure gets the whole line: the numbers are then old. */
export function healthLine(
  { picture, failure, columns }: Pick<Frame, 'picture' | 'failure' | 'columns'>,
  latest: Snapshot,
): ScreenLine {
  if (failure !== undefined) return [{ text: failure, tone: 'bad' }];
  const up = latest.brokers.filter(({ state }) => state === 'up').length;
  const rate = picture.history.totalRates.at(-1)?.value ?? null;
  const spark = sparkline(
    picture.history.totalRates.map(({ value }) => value),
    Math.min(40, columns - 70),
  );
  return [
    count(up, latest.brokers.length - up, `brokers up ${up}/${latest.brokers.length}`),
    { text: '  ' },
    problem(countPartitions(latest, isUnderReplicated), 'under-replicated', 'warn'),
    { text: '  ' },
    problem(countPartitions(latest, isOffline), 'offline', 'bad'),
    {
      text: `  of ${countText(countPartitions(latest))} partitions  ${rateText(rate)} rec/s ${spark.trimStart()}`,
    },
  ];
}

function count(_up: number, missing: number, text: string): Span {
  return { text, tone: missing === 0 ? 'good' : 'bad' };
}

function problem(partitions: number, what: string, tone: 'warn' | 'bad'): Span {
  return { text: `${what} ${partitions}`, tone: partitions === 0 ? 'good' : tone };
}

export function smallLines(
  { picture, failure }: Pick<Frame, 'picture' | 'failure'>,
  latest: Snapshot,
): readonly ScreenLine[] {
  const lags = latest.groups.flatMap(({ group, lag }) => (lag === null ? [] : [{ group, lag }]));
  const worst = lags.sort((one, other) => other.lag - one.lag)[0];
  const up = latest.brokers.filter(({ state }) => state === 'up').length;
  const event = picture.events[0];
  return [
    [
      {
        text: failure ?? `kafka-lab ${clockText(latest.at)}`,
        tone: failure === undefined ? 'strong' : 'bad',
      },
    ],
    [{ text: `brokers ${up}/${latest.brokers.length} up` }],
    [problem(countPartitions(latest, isUnderReplicated), 'under-replicated', 'warn')],
    [problem(countPartitions(latest, isOffline), 'offline', 'bad')],
    [{ text: `records/s ${rateText(picture.history.totalRates.at(-1)?.value ?? null)}` }],
    [{ text: worst ? `lag ${countText(worst.lag)} ${worst.group}` : 'no lag' }],
    ...(event ? [[{ text: `${clockText(event.at)} ${event.text}`, tone: event.tone }]] : []),
    [{ text: `80×24 shows more (round: ${durationText(latest.tookMs)}). q quit`, tone: 'muted' }],
  ];
}
