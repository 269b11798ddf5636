/** "What just happened?": the last events, each explained once, and the glossary's words for it. Pure. */
import { wrapText } from '../../output/wrap.js';
import type { ScreenLine } from '../../view/screen.js';
import { eventWords, type EventKind } from '../../words/event-words.js';
import { explanationOf } from '../../words/glossary.js';
import type { MonitorEvent } from '../picture/events.js';
import { clockText } from './number-texts.js';

/** What comes within this time before the last event belongs to it: a broker dies, leaders move, groups rebalance. */
const togetherMs = 30_000;
/** As many events of a kind are shown; more are counted. */
const mostOfKind = 3;

const nothingYet =
  'Nothing has happened since this was opened. Brokers that come and go, leaders that move and groups that change are explained here. In a practice cluster, K kills a broker.';

/** `events`: newest first. */
export function happenedLines(events: readonly MonitorEvent[], columns: number): readonly ScreenLine[] {
  const [last] = events;
  if (last === undefined) {
    return wrapped(nothingYet, columns).map((text): ScreenLine => [{ text, tone: 'muted' }]);
  }
  const recent = events.filter(({ at }) => at >= last.at - togetherMs);
  const kinds = [...new Set(recent.map(({ kind }) => kind))];
  return [
    [
      { text: 'WHAT JUST HAPPENED', tone: 'strong' },
      { text: '  newest first', tone: 'muted' },
    ],
    ...kinds.flatMap((kind) => explained(kind, recent, columns)),
    ...wordLines(kinds, columns),
  ];
}

function explained(kind: EventKind, recent: readonly MonitorEvent[], columns: number): readonly ScreenLine[] {
  const same = recent.filter((event) => event.kind === kind);
  const more = same.length - mostOfKind;
  return [
    [],
    ...same.slice(0, mostOfKind).flatMap(({ at, text, tone }) =>
      wrapped(text, columns - 10).map((line, index): ScreenLine => [
        { text: index === 0 ? `${clockText(at)}  ` : ' '.repeat(10), tone: 'muted' },
        { text: line, tone },
      ]),
    ),
    ...(more > 0 ? [[{ text: `          and ${more} more`, tone: 'muted' }] as ScreenLine] : []),
    ...wrapped(eventWords[kind].text, columns - 4).map((line): ScreenLine => [{ text: `    ${line}` }]),
  ];
}

function wordLines(kinds: readonly EventKind[], columns: number): readonly ScreenLine[] {
  const terms = [...new Set(kinds.flatMap((kind): readonly string[] => eventWords[kind].terms))];
  return [
    [],
    [{ text: 'THE WORDS', tone: 'strong' }],
    ...terms.flatMap((term) => {
      const entry = explanationOf(term);
      if (!entry) return [];
      return wrapped(`${entry.term}: ${entry.en}`, columns - 4).map((line, index): ScreenLine => [
        { text: index === 0 ? `  ${line}` : `    ${line}` },
      ]);
    }),
  ];
}

function wrapped(text: string, columns: number): readonly string[] {
  return wrapText(text, Math.max(10, columns)).split('\n');
}
