/** Picture, state and size → the lines of the screen. Pure: the same frame is the same screen. */
import type { ScreenLine, Span } from '../../view/screen.js';
import { eventLines } from './event-lines.js';
import { happenedLines } from './happened-lines.js';
import { keyHelp } from './keys.js';
import { healthLine, smallLines } from './health-line.js';
import { clockText } from './number-texts.js';
import { overviewLines } from './overview.js';
import type { Frame } from './frame.js';
import type { Snapshot } from '../take/snapshot.js';
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
    case 'happened':
      return scrolled(happenedLines(picture.events, columns));
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
