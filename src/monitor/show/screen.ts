/** Picture, state and size → the lines of the screen. Pure: the same frame is the same screen. */
import type { ScreenLine, Span } from '../../view/screen.js';
import { eventLines } from './event-lines.js';
import { keyHelp } from './keys.js';
import { clockText, countText, durationText, rateText } from './number-texts.js';
import { overviewLines } from './overview.js';
import type { Frame } from './frame.js';
import { countPartitions, isOffline, isUnderReplicated, type Snapshot } from '../take/snapshot.js';
import { sparkline } from './sparkline.js';
import { groupLines, topicLines } from './zoom.js';

/** Below this, only numbers: a table would show only truncated names. */
const leastColumns = 60;
const leastRows = 16;

/** At most `rows` lines; the last is the one with keys. */
export function screenLines(frame: Frame): readonly ScreenLine[] {
  const { picture, columns, rows } = frame;
  const latest = picture.history.latest;
  if (!latest) return [[{ text: frame.failure ?? 'Asking the cluster …' }]].slice(0, rows);
  if (columns < leastColumns || rows < leastRows) return smallLines(frame, latest).slice(0, rows);
  const head = [headLine(frame, latest), healthLine(frame, latest)];
  const space = rows - head.length - 1;
  const body = bodyLines(frame, space).slice(0, space);
  const filling = Array.from({ length: space - body.length }, (): ScreenLine => []);
  return [...head, ...body, ...filling, footLine(frame)];
}

function bodyLines(frame: Frame, rows: number): readonly ScreenLine[] {
  const { picture, state, columns } = frame;
  const { page } = state;
  const scrolled = (lines: readonly ScreenLine[]) =>
    lines.slice(Math.min(state.scroll, Math.max(0, lines.length - rows)));
  switch (page.kind) {
    case 'overview':
      return overviewLines(frame, rows);
    case 'events':
      return scrolled(eventLines(picture.events, columns, 50));
    case 'help':
      return scrolled(helpLines());
    case 'topic':
      return scrolled(topicLines(picture.history, page.name, columns, rows));
    case 'group':
      return scrolled(groupLines(picture.history, page.name, columns, rows));
  }
}

function headLine({ mode, state, columns }: Frame, latest: Snapshot): ScreenLine {
  const left = `kafka-lab monitor  cluster ${latest.clusterId ?? 'without an id'}`;
  const right = `${mode}  ${clockText(latest.at)}`;
  const paused: Span[] = state.isPaused ? [{ text: ' PAUSED ', tone: 'marked' }] : [];
  const taken = right.length + (state.isPaused ? 8 : 0);
  const fitting = left.slice(0, Math.max(18, columns - taken - 1));
  const space = ' '.repeat(Math.max(1, columns - fitting.length - taken));
  return [{ text: fitting, tone: 'strong' }, { text: space }, ...paused, { text: right, tone: 'muted' }];
}

/** A failure gets the whole line: the numbers are then old. */
function healthLine({ picture, failure, columns }: Frame, latest: Snapshot): ScreenLine {
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

function footLine({ state }: Frame): ScreenLine {
  if (state.isTypingFilter) {
    return [
      { text: `/${state.filter}`, tone: 'marked' },
      { text: '  Enter: keep  Esc: clear', tone: 'muted' },
    ];
  }
  const keys =
    state.page.kind === 'overview'
      ? 'q quit  ? help  Tab ↑↓ choose  Enter zoom  s sort  / filter  e events  p pause'
      : 'Esc back  q quit  ? help  ↑↓ scroll  Space pause';
  return [{ text: keys, tone: 'muted' }];
}

function helpLines(): readonly ScreenLine[] {
  return [
    [{ text: 'KEYS', tone: 'strong' }],
    ...keyHelp.map(([key, what]): ScreenLine => [
      { text: `  ${key.padEnd(8)}`, tone: 'strong' },
      { text: what },
    ]),
    [],
    [{ text: 'NUMBERS', tone: 'strong' }],
    [{ text: '  REC/S      records written a second, between the last two rounds' }],
    [{ text: '  RECORDS    high − low: an upper bound if the topic is compacted' }],
    [{ text: '  LAG/S      growth of the lag per second, over 30 s; negative: it shrinks' }],
    [{ text: '  CATCH-UP   lag ÷ how fast it shrinks; never: it does not shrink' }],
  ];
}

function smallLines({ picture, failure }: Frame, latest: Snapshot): readonly ScreenLine[] {
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
