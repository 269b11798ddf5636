/** The monitor's picture as a view: brokers, topics, groups and events, live. */
import { fitHeap } from '../../monitor/take/fit-heap.js';
import { countPartitions, isOffline, isUnderReplicated, type Snapshot } from '../../monitor/take/snapshot.js';
import { createSnapshotTaker, type SnapshotTaker } from '../../monitor/take/take-snapshot.js';
import { emptyPicture, withRound, type Picture } from '../../monitor/picture/picture.js';
import { eventLines } from '../../monitor/show/event-lines.js';
import { happenedLines } from '../../monitor/show/happened-lines.js';
import type { Frame } from '../../monitor/show/frame.js';
import { afterKey, keyHelp } from '../../monitor/show/keys.js';
import { afterOverviewMouse } from '../../monitor/show/overview-mouse.js';
import { healthLine, smallLines } from '../../monitor/show/health-line.js';
import { overviewLines } from '../../monitor/show/overview.js';
import { namesOf } from '../../monitor/show/rows.js';
import { initialState, type ScreenState } from '../../monitor/show/screen-state.js';
import { groupLines, topicLines } from '../../monitor/show/zoom.js';
import { LabError } from '../../text/errors.js';
import type { ScreenLine, Span } from '../../view/screen.js';
import { aboutTerm } from '../draw/help-lines.js';
import { drillDown } from '../meaning/drill-down.js';
import { keysFor, killHelp, killOf, rowKeyHelp, todoOf } from '../meaning/row-keys.js';
import type { Meaning } from '../meaning/row-meaning.js';
import type { Pressed, Pulse, Shown, Size, ViewKind } from '../state/view-kind.js';

export type OverviewView = ViewKind<ScreenState, Picture>;

/** A broker that does not answer is told of, and its part of the round is left out. */
const patienceMs = 3000;
/** Below this, only numbers: tables would show truncated names only. */
const leastColumns = 60;
const leastRows = 12;
const ownKeys = new Set(['up', 'down', 'j', 'k', 'pageup', 'pagedown', 'tab', 'shift-tab', 's', 'e', 'h']);

/** `words`: `monitor`, and its options. */
export function overviewView(words: readonly string[], paths: ReadonlySet<string>): OverviewView {
  function press(
    state: ScreenState,
    key: string,
    { data }: Shown<Picture>,
  ): Pressed<ScreenState> | undefined {
    const picture = data ?? emptyPicture;
    const next = (name: string) => ({ state: afterKey(state, name, namesOf(picture.history, state)) });
    if (ownKeys.has(key)) return next(key);
    if (key === 'S') return next('s');
    if (key === 'z') return next('enter');
    if (key === 'escape') {
      if (state.page.kind !== 'overview') return next('escape');
      return state.filter === '' ? undefined : { state: { ...state, filter: '' } };
    }
    if (key === '/')
      return { state, todo: { to: 'ask', purpose: 'filter', prompt: '/', initial: state.filter } };
    const meaning = meaningOf(state, picture);
    if (key === 'enter') {
      const below = drillDown(meaning, words, paths);
      return below && { state, todo: { to: 'open', words: below } };
    }
    if (key === 'K') return { state, todo: killOf({}) };
    if (key === 'x') return { state, todo: { to: 'choose', meaning } };
    const found = keysFor(meaning).find((each) => each.key === key && paths.has(each.path));
    if (!found) return undefined;
    return { state, todo: todoOf(found, [meaning]) };
  }

  return {
    crumb: () => 'overview',
    initial: initialState,
    words: () => words,
    press,
    mouse(state, report, shown) {
      const { data, size } = shown;
      // Where only numbers are shown, there is nothing to point at.
      if (!data || (state.page.kind === 'overview' && isSmall(size))) return { state };
      // The line of the cluster's health is above the lists.
      const own = { ...report, row: report.row - 1 };
      const next = afterOverviewMouse(frameOf(state, data, size), size.rows - 1, own);
      return next === 'enter' ? (press(state, 'enter', shown) ?? { state }) : { state: next };
    },
    typed: (state, { text, stage }) => ({ state: { ...state, filter: stage === 'cancelled' ? '' : text } }),
    lines: (state, shown) => {
      const lines = overviewBody(state, shown);
      return shown.isOld ? lines.map((line) => line.map(greyed)) : lines;
    },
    status: ({ filter }) => (filter === '' ? '' : `/${filter}`),
    hints(state, { data }) {
      if (state.page.kind !== 'overview')
        return [
          { key: '↑↓', label: 'scroll' },
          { key: 'Esc', label: 'back' },
        ];
      if (Object.keys(meaningOf(state, data ?? emptyPicture)).length === 0)
        return [
          { key: 'Tab', label: state.focus === 'topics' ? 'groups' : 'topics' },
          { key: ':', label: 'go to' },
        ];
      return [
        { key: 'Enter', label: state.focus === 'topics' ? 'partitions' : 'its lag' },
        state.focus === 'topics' ? { key: 'l', label: 'records' } : { key: 'R', label: 'reset' },
        data !== undefined && data.events.length > 0
          ? { key: 'h', label: 'what just happened' }
          : { key: 'Tab', label: state.focus === 'topics' ? 'groups' : 'topics' },
      ];
    },
    help: [
      ...keyHelp.filter(([key]) => ['Tab', '↑ ↓', '/', 'e', 'h'].includes(key.trim())),
      ['Enter', 'go into the topic or group'],
      ['z', 'its numbers, and a chart of ten minutes'],
      ['S s', 'sort the list by the next of its columns'],
      ['x', 'all commands that can be run on it'],
      killHelp,
    ],
    keys: (state, { data }) =>
      // Those that the overview takes itself never get to the row.
      rowKeyHelp(meaningOf(state, data ?? emptyPicture), paths).filter(([key]) => !ownKeys.has(key)),
    about: ({ focus }) => aboutTerm(focus === 'topics' ? 'topic' : 'group'),
    text: (state, shown) =>
      overviewBody(state, shown)
        .map(
          (line) =>
            `${line
              .map(({ text }) => text)
              .join('')
              .trimEnd()}\n`,
        )
        .join(''),
    pulse: ({ history: { latest } }) => latest && pulseOf(latest),
    async live(feed) {
      // Its own for each visit: what an earlier one still waits for is no answer of this one.
      let taker: SnapshotTaker | undefined;
      while (!feed.signal.aborted) {
        try {
          const snapshot = await feed.round(async () => {
            taker ??= createSnapshotTaker(await feed.context.kafka(), {
              patienceMs,
              now: () => feed.context.now(),
            });
            return taker.take();
          });
          if (snapshot === undefined) return;
          fitHeap(countPartitions(snapshot));
          feed.give(withRound(feed.data ?? emptyPicture, snapshot));
        } catch (error) {
          if (!(error instanceof LabError)) throw error;
          feed.fail(error);
        }
        await feed.pause();
      }
    },
  };
}

/** A broker that is in the cluster but does not answer is not up. */
function pulseOf(snapshot: Snapshot): Pulse {
  return {
    brokersUp: snapshot.brokers.filter(({ state }) => state === 'up').length,
    brokers: snapshot.brokers.length,
    underReplicated: countPartitions(snapshot, isUnderReplicated),
    offline: countPartitions(snapshot, isOffline),
  };
}

/** The topic or group under the cursor. */
function meaningOf(state: ScreenState, { history }: Picture): Meaning {
  const { page, focus, selected } = state;
  if (page.kind === 'topic') return { topic: page.name };
  if (page.kind === 'group') return { group: page.name };
  const names = namesOf(history, state)[focus];
  const chosen = selected[focus];
  const name = chosen !== undefined && names.includes(chosen) ? chosen : names[0];
  if (name === undefined) return {};
  return focus === 'topics' ? { topic: name } : { group: name };
}

function frameOf(state: ScreenState, picture: Picture, { columns, rows }: Size): Frame {
  return { picture, state, columns, rows, mode: '', failure: undefined };
}

function isSmall({ columns, rows }: Size): boolean {
  return columns < leastColumns || rows < leastRows;
}

/** The cursor's line stays what it is: keys go on. */
function greyed(span: Span): Span {
  return span.tone === 'marked' ? span : { text: span.text, tone: 'muted' };
}

function overviewBody(state: ScreenState, { data, size }: Shown<Picture>): readonly ScreenLine[] {
  if (data === undefined) return [];
  const { columns, rows } = size;
  const frame = frameOf(state, data, size);
  const { page, scroll } = state;
  const scrolled = (lines: readonly ScreenLine[]) =>
    lines.slice(Math.min(scroll, Math.max(0, lines.length - rows)));
  switch (page.kind) {
    case 'events':
      return scrolled(eventLines(data.events, columns, 50));
    case 'happened':
      return scrolled(happenedLines(data.events, columns));
    case 'topic':
      return scrolled(topicLines(data.history, page.name, columns, rows));
    case 'group':
      return scrolled(groupLines(data.history, page.name, columns, rows));
    default: {
      const { latest } = data.history;
      if (!latest) return [];
      if (isSmall(size)) return smallLines(frame, latest).slice(0, -1);
      return [healthLine(frame, latest), ...overviewLines(frame, rows - 1)];
    }
  }
}
