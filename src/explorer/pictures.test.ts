/** The pictures in docs/images show what the program draws today: same headings, rows and keys; numbers may differ. */
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { commands, groups } from '../commands/index.js';
import { describeCoverage } from '../finding/search-report.js';
import type { GroupDescription } from '../kafka/groups/describe-groups.js';
import type { TopicSummary } from '../kafka/topics/list-topics.js';
import { statusLines } from '../menu/places/home-status.js';
import { places } from '../menu/places/home-places.js';
import { pickList } from '../menu/ui/pick-list.js';
import { emptyPicture, withRound } from '../monitor/picture/picture.js';
import { topicsLesson } from '../practice/lessons/content/01-topics.js';
import { drawTopic } from '../practice/lessons/diagrams.js';
import { phrases } from '../practice/lessons/phrases.js';
import {
  madeBroker,
  madeGroup,
  madePartition,
  madeSnapshot,
  madeTopic,
} from '../testing/program/made-snapshot.js';
import { scriptedMenu } from '../testing/program/scripted-menu.js';
import type { ScreenLine } from '../view/screen.js';
import type { Cell } from '../view/view.js';
import { nextRound, type Watched } from '../watch/watched-sections.js';
import { bodySize, explorerLines } from './draw/explorer-lines.js';
import { headerSpans } from './draw/header-spans.js';
import { understand } from './live/understand.js';
import { overviewView } from './overview/overview-view.js';
import { withDetails } from './state/detail-columns.js';
import type { Pulse, ViewKind } from './state/view-kind.js';
import { tableView } from './table/table-view.js';

const images = new URL('../../docs/images/', import.meta.url);
const names = readdirSync(images).filter((name) => name.endsWith('.svg'));
const columns = 100;
const lineHeight = 17;
const padding = 14;
const paths = new Set(commands.map(({ path }) => path));
const healthy: Pulse = { brokersUp: 3, brokers: 3, underReplicated: 0, offline: 0 };

function svg(name: string): string {
  return readFileSync(new URL(`${name}.svg`, images), 'utf8');
}

/** The lines of a picture, as a terminal shows them. */
function pictured(name: string): readonly string[] {
  const source = svg(name);
  const rows = (Number(/ height="(\d+)"/.exec(source)?.[1]) - 2 * padding) / lineHeight;
  const lines = Array.from({ length: rows }, () => '');
  for (const [, y, spans = ''] of source.matchAll(/<text y="(\d+)">(.*)<\/text>/g)) {
    const text = spans.replaceAll(/<[^>]*>/g, '');
    lines[Math.floor((Number(y) - padding) / lineHeight)] = text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  }
  return lines;
}

function drawn(lines: readonly ScreenLine[]): readonly string[] {
  return lines.map((line) => line.map(({ text }) => text).join(''));
}

/** Without what is data: each number, rate and bar is the same sign, and each gap the same gap. */
function shapes(lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    line
      .replaceAll(/[▁-█]+/g, '')
      .replaceAll(/─+/g, '─')
      .replaceAll(/[\d,.]+ [KMGT]?i?B\b/g, 'N')
      .replaceAll(/[+≥-]?\d[\d,.:]*( (?:ms|s|min|h|d)\b)?( \d+ (?:s|min|h)\b)?/g, 'N')
      .replaceAll(/(?<= )(?:-|never|caught up)(?= |$)/g, 'N')
      .replaceAll(/ +/g, ' ')
      .trimEnd(),
  );
}

/** The whole screen of the explorer around a view with this data. */
function explorerScreen<State, Data>(
  name: string,
  view: ViewKind<State, Data>,
  { data, crumbs, pulse = healthy }: { data: Data; crumbs: readonly string[]; pulse?: Pulse },
): readonly string[] {
  const size = { columns, rows: pictured(name).length };
  const shown = { data, size: bodySize(size), isOld: false };
  const state = view.initial;
  return drawn(
    explorerLines({
      size,
      header: headerSpans({ name: 'practice cluster lab', colour: undefined, guard: undefined }, pulse),
      pace: 'every 2.0 s  12:00:00',
      isHeld: false,
      crumbs,
      status: view.status(state, shown),
      body: view.lines(state, shown),
      words: view.words(state, shown),
      said: undefined,
      prompt: undefined,
      candidates: [],
      hints: [...view.hints(state, shown).slice(0, 3), { key: '?', label: 'help' }],
    }),
  );
}

/** The view of a command with these results, two seconds apart. `known`: of the rows besides. */
async function commandView(
  words: readonly string[],
  results: readonly unknown[],
  known: ReadonlyMap<string, readonly Cell[]> = new Map(),
) {
  const understood = await understand(words, { entries: commands, groups });
  const { spec, options } = understood;
  const details = spec.details?.(options);
  const viewOf = (result: unknown) => {
    const view = spec.view(result, options);
    return details ? withDetails(view, details, known) : view;
  };
  const data = results.reduce<Watched | undefined>(
    (before, result, index) => nextRound(before, viewOf(result), index * 2000),
    undefined,
  );
  return { view: tableView(understood, words, paths), data: data! };
}

test('the overview', () => {
  const shown = pictured('explorer');
  const controller =
    shown.findIndex((line) => line.includes('controller')) -
    shown.indexOf(shown.find((line) => line.startsWith('BROKERS'))!);
  const partitions = (high: number) =>
    Array.from({ length: 6 }, (_, index) => madePartition(index, { high }));
  const round = (index: number) =>
    madeSnapshot(index * 2000, {
      controllerId: controller,
      brokers: [1, 2, 3].map((id) => madeBroker(id, { isController: id === controller })),
      topics: [
        madeTopic('audit-log', partitions(0)),
        madeTopic('orders', partitions(100 + index * 20)),
        madeTopic('payments', partitions(40)),
        madeTopic('__consumer_offsets', partitions(9), true),
      ],
      groups: [
        madeGroup('audit', { state: 'Empty', lag: 50 }),
        madeGroup('billing', { state: 'Empty', lag: 90 + index * 150 }),
      ],
    });
  const data = [0, 1, 2, 3, 4, 5, 6].map(round).reduce(withRound, emptyPicture);
  const screen = explorerScreen('explorer', overviewView(['monitor'], paths), { data, crumbs: ['overview'] });
  expect(shapes(shown)).toEqual(shapes(screen));
});

test('the topics with a broker down', async () => {
  const topic = (name: string): TopicSummary => ({
    ...{ name, partitions: 6, replicationFactor: 3, underReplicated: 6, offline: 0 },
    ...{ underMinIsr: null, atMinIsr: null, sizeBytes: null, isInternal: false },
  });
  const { view, data } = await commandView(
    ['topics', 'list'],
    [['audit-log', 'orders', 'payments'].map(topic)],
    // The size of what is on a broker that is down is unknown.
    new Map([
      ['audit-log', [null, 0, 0, 'none']],
      ['orders', [null, 690, 0, '11.0 s']],
      ['payments', [null, 250, 0, '11.7 s']],
    ]),
  );
  const pulse = { ...healthy, brokersUp: 2, underReplicated: 24 };
  const screen = explorerScreen('broker-killed', view, { data, crumbs: ['topics'], pulse });
  expect(shapes(pictured('broker-killed'))).toEqual(shapes(screen));
});

test('the partitions of a group', async () => {
  const group: GroupDescription = {
    ...{ group: 'billing', state: 'Empty', type: 'classic', protocolType: 'consumer', assignor: null },
    ...{
      coordinator: { id: 1, address: 'localhost:9092' },
      problem: null,
      members: [],
      uncommitted: [],
      lag: 600,
    },
    partitions: [0, 1, 2, 3, 4, 5].map((partition) => ({
      ...{
        topic: 'orders',
        partition,
        currentOffset: 100,
        low: 0,
        logEndOffset: 200,
        lag: 100,
        reason: null,
      },
      ...{ upperBound: null, consumerId: null, host: null, clientId: null },
    })),
  };
  const { view, data } = await commandView(['groups', 'describe', 'billing'], [[group], [group]]);
  const screen = explorerScreen('group', view, { data, crumbs: ['groups', 'billing'] });
  expect(shapes(pictured('group'))).toEqual(shapes(screen));
});

test('the home of the menu', () => {
  const { menu } = scriptedMenu({ answers: [] });
  const status = statusLines({
    target: {
      bootstrapServers: [9092, 9093, 9094].map((port) => ({ host: 'localhost', port })),
      origin: 'practice cluster lab',
    },
    ...{ guard: null, brokersUp: 3, brokers: 3, controllerId: 1, topics: 3, groups: 2 },
    ...{ partitions: 24, underReplicated: 0, offline: 0 },
  });
  const list = pickList({ title: status.join('\n'), choices: places(menu, false) }, () => undefined);
  const lines = drawn(list.lines({ columns, rows: 18 }));
  expect(shapes(pictured('menu'))).toEqual(shapes(lines));
});

test('a step of a lesson', () => {
  const joined = (texts: readonly string[]) => texts.join(' ').replaceAll(/\s+/g, ' ');
  const shown = joined(pictured('lesson'));
  const [first, second, third] = topicsLesson.steps;
  const partition = { leader: 1, replicas: [1, 2, 3], isr: [1, 2, 3], low: 0, high: 0 };
  const partitions = [0, 1, 2].map((index) => ({ ...partition, partition: index }));
  const diagram = drawTopic('learn-notes', { partitions } as never, 'en');
  const inOrder = [
    `${topicsLesson.number}. ${topicsLesson.title.en}`,
    phrases.intro.en,
    `1/${topicsLesson.steps.length} ${first!.say.en}`,
    `$ kafka-lab ${first!.run![0]!}`,
    'ID ADDRESS RACK CONTROLLER LEADERS REPLICAS IN-SYNC STATE',
    `${phrases.notice.en}: ${first!.notice!.en}`,
    second!.say.en,
    `$ kafka-lab ${second!.run![0]!}`,
    joined(diagram.slice(0, 3)),
    joined(diagram.slice(-1)),
    second!.notice!.en,
    third!.say.en,
  ];
  const found = inOrder.map((text) => shown.indexOf(joined([text])));
  expect(inOrder.filter((_, index) => found[index] === -1)).toEqual([]);
  expect(found).toEqual(found.toSorted((one, other) => one - other));
});

test('records that a filter holds for', () => {
  const lines = pictured('consume');
  const coverage = describeCoverage({
    partitions: [0, 1].map((partition) => ({
      ...{ topic: 'orders', partition, from: 0, to: 900, next: partition === 0 ? 500 : 0, records: 500 },
    })),
    ...{ scanned: 500, matched: 10, goOn: ['kafka-lab consume orders'] },
    times: { earliestMs: Date.UTC(2026, 10, 29, 12), latestMs: Date.UTC(2026, 10, 29, 12) },
  });
  expect(lines.filter((line) => /^\d+ +customer-\d+ +\{"order"/.test(line))).toHaveLength(10);
  // Up to where it wraps, each sentence begins in a line of its own.
  const starts = coverage.map((line) => shapes([line.slice(0, 12)])[0]);
  expect(starts.filter((start) => !shapes(lines).some((line) => line.startsWith(start!)))).toEqual([]);
});

describe.each(names)('%s', (name) => {
  test('is text, with two sets of colours and nothing from elsewhere', () => {
    const source = svg(name.replace('.svg', ''));
    expect(source).toContain('<title>');
    expect(source).toContain('@media (prefers-color-scheme:dark)');
    expect(source).not.toMatch(/<script|<image|<foreignObject|@import|@font-face|url\(|href|\son\w+=/i);
    expect(source.match(/https?:[^"]*/g)).toEqual(['http://www.w3.org/2000/svg']);
  });

  test('stands in the documentation', () => {
    const pages = [
      '../../README.md',
      ...['explorer', 'menu', 'lessons', 'finding'].map((page) => `../../docs/${page}.md`),
    ];
    const showing = pages.filter((page) =>
      readFileSync(new URL(page, import.meta.url), 'utf8').includes(`images/${name})`),
    );
    expect(showing).not.toEqual([]);
  });
});
