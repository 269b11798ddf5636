import { describe, expect, test } from '@jest/globals';
import type { View } from '../../view/view.js';
import { nextRound, type Watched } from '../../watch/watched-sections.js';
import { commandWords } from './command-words.js';
import { lineDeed } from './line-deed.js';
import { completedLine } from './completed-line.js';
import { edited, lineOf } from './line-editor.js';
import { ownKey } from './own-keys.js';
import { filterProblem } from './table-rows.js';
import {
  afterTableKey,
  chosenCell,
  initialTable,
  rowsOf,
  rowUnderCursor,
  type TableState,
} from './table-state.js';
import { afterPromptKey, promptOf, withPast } from './typed-lines.js';

function topics(...rows: readonly (readonly [string, number])[]): View {
  return { header: ['TOPIC', 'PARTITIONS'], rows };
}

const three = nextRound(undefined, topics(['a', 3], ['b', 12], ['c', 1]), 0);

/** Keys one after the other; those that the table does not take are left out. */
function after(keys: readonly string[], data: Watched = three, state: TableState = initialTable): TableState {
  return keys.reduce((now, key) => afterTableKey(now, key, data, 2) ?? now, state);
}

function names(state: TableState, data: Watched = three): unknown[] {
  return rowsOf(state, data).map(({ row }) => row.cells[0]);
}

describe('the cursor', () => {
  test.each([
    [[], 'a'],
    [['down'], 'b'],
    [['j', 'j', 'j', 'j'], 'c'],
    [['down', 'up', 'k'], 'a'],
    [['end', 'up'], 'b'],
    [['G'], 'c'],
    [['G', 'g'], 'a'],
    [['pagedown'], 'c'],
    [['pagedown', 'pageup'], 'a'],
  ])('%j → %s', (keys, name) => {
    expect(rowUnderCursor(after(keys), three)?.row.cells[0]).toBe(name);
  });

  test('stays on its row when others come and go before it', () => {
    const state = after(['down']);
    const more = nextRound(three, topics(['0', 1], ['a', 3], ['b', 12]), 1);
    expect(rowUnderCursor(state, more)?.row.cells[0]).toBe('b');
  });

  test('is where its row was once that has gone, and at the end after the last', () => {
    const at = (keys: readonly string[]) => {
      const gone = nextRound(undefined, topics(['a', 3], ['c', 1]), 1);
      return rowUnderCursor(after(keys), gone)?.row.cells[0];
    };
    expect(at(['down'])).toBe('c');
    const one = nextRound(undefined, topics(['a', 3]), 1);
    expect(rowUnderCursor(after(['G']), one)?.row.cells[0]).toBe('a');
  });

  test('without rows the lines scroll', () => {
    const none = nextRound(undefined, { title: 'text', header: [], rows: [] }, 0);
    expect(after(['down', 'down', 'up'], none).scroll).toBe(1);
  });
});

describe('what is in sight', () => {
  test.each([
    ['', ['a', 'b', 'c']],
    ['B', ['b']],
    ['1', ['b', 'c']],
    ['!b', ['a', 'c']],
    ['/^[ac]/', ['a', 'c']],
    ['!/^[ac]/', ['b']],
    ['/^12$/', ['b']],
    ['/^b 12$/', ['b']],
    ['!/^b$/', ['a', 'c']],
    ['!', ['a', 'b', 'c']],
    ['/(/', ['a', 'b', 'c']],
  ])('filter %j', (filter, left) => {
    expect(names({ ...initialTable, filter })).toEqual(left);
  });

  test('a pattern that cannot be read is told', () => {
    expect(filterProblem('!/(/')).toContain('filter: ');
    expect([filterProblem('(')]).toEqual([undefined]);
  });

  test('a column is chosen, and sorted by: largest, smallest, as it comes', () => {
    expect(names(after(['right', 'S']))).toEqual(['b', 'a', 'c']);
    expect(names(after(['right', 'S', 'S']))).toEqual(['c', 'a', 'b']);
    expect(names(after(['right', 'S', 'S', 'S']))).toEqual(['a', 'b', 'c']);
    expect(after(['right', 'left', 'S']).sort).toEqual({ column: 'TOPIC', descending: true });
  });

  test('the cell in the chosen column', () => {
    expect([chosenCell(after([]), three), chosenCell(after(['right', 'down']), three)]).toEqual(['a', '12']);
  });

  test('Esc takes the filter away, then the marks, then is not the table’s', () => {
    const state = { ...after([' ', ' ']), filter: 'a' };
    expect(state.marks).toHaveLength(2);
    const first = after(['escape'], three, state);
    expect([first.filter, first.marks.length]).toEqual(['', 2]);
    const second = after(['escape'], three, first);
    expect(second.marks).toEqual([]);
    expect(afterTableKey(second, 'escape', three, 2)).toBeUndefined();
  });

  test('a mark is taken away by a second one', () => {
    expect(after([' ', 'up', ' ']).marks).toEqual([]);
  });
});

describe('the line at the foot', () => {
  test.each([
    [['a', 'b', 'left', 'x'], 'axb'],
    [['a', 'b', 'backspace'], 'a'],
    [['a', 'b', 'home', 'delete'], 'b'],
    [['a', 'b', ' ', 'c', 'd', 'ctrl-w'], 'ab '],
    [['a', 'b', 'left', 'ctrl-u'], 'b'],
    [['a', 'b', 'left', 'ctrl-k'], 'a'],
    [['é', '😀', 'backspace'], 'é'],
    [['a', 'pageup'], 'a'],
  ])('%j → %j', (keys, text) => {
    expect(keys.reduce((line, key) => edited(line, key) ?? line, lineOf('')).text).toBe(text);
  });

  test('up and down go through the lines of before, and back to what is being typed', () => {
    const past = withPast(withPast(['topics'], 'groups'), 'topics');
    expect(past).toEqual(['groups', 'topics']);
    const steps = ['up', 'up', 'up', 'down', 'down', 'down'];
    let prompt = promptOf('command', ':', 'x', past);
    const seen = steps.map((key) => (prompt = afterPromptKey(prompt, key) ?? prompt).line.text);
    expect(seen).toEqual(['topics', 'groups', 'groups', 'topics', 'x', 'x']);
  });

  test.each([
    ['to', 'to', ['topics'], 'topics '],
    ['groups bil', 'bil', ['billing', 'bills'], 'groups bill'],
    ['groups bill', 'bill', ['billing', 'bills'], 'groups bill'],
    ['groups ', '', ['my group'], "groups 'my group' "],
    ["groups 'my g", 'my g', ['my group'], "groups 'my group' "],
    ['nothing', 'nothing', [], 'nothing'],
  ])('Tab after %j', (line, current, candidates, completed) => {
    expect(completedLine(line, current, candidates)).toBe(completed);
  });
});

describe('what is typed after :', () => {
  const paths = ['topics list', 'topics describe', 'topics config', 'groups list', 'groups describe'].concat([
    'brokers list',
    'brokers describe',
    'consume',
    'monitor',
    'users list',
    'cluster status',
    'cluster up',
    'zookeeper tree',
    'zookeeper get',
  ]);
  test.each([
    ['topics', 'topics list'],
    ['topic', 'topics list'],
    ['topics --size', 'topics list --size'],
    ['topics orders', 'topics describe orders'],
    ['topics config orders', 'topics config orders'],
    ['groups billing', 'groups describe billing'],
    ['cluster', 'cluster status'],
    ['kafka-lab brokers list', 'brokers list'],
    ['records orders @-1h', 'consume orders --from @-1h'],
    ['records orders', 'consume orders'],
    ['records orders --partition 1', 'consume orders --partition 1'],
    ['records orders -10 --grep x', 'consume orders --from=-10 --grep x'],
    ['records orders 0:4,2:7 --to @now', 'consume orders --from 0:4,2:7 --to @now'],
    ['records orders payments --grep x', 'consume orders payments --grep x'],
    ['records orders @nonsense', 'consume orders --from @nonsense'],
    ['records orders -n 5', 'consume orders -n 5'],
    ['overview', 'monitor'],
    ['browse', 'monitor'],
    ['browse topics', 'topics list'],
    ['browse -- topics list --size', 'topics list --size'],
    ['zk', 'zookeeper tree / --depth 1'],
    ['zookeeper /brokers', 'zookeeper tree /brokers --depth 1'],
    ['zookeeper get /brokers', 'zookeeper get /brokers'],
    ['consume orders', 'consume orders'],
    ['constructor', 'constructor'],
    ['t', 'topics list'],
    ['top orders', 'topics describe orders'],
    ['g billing', 'groups describe billing'],
    ['rec orders @-1h', 'consume orders --from @-1h'],
    ['us', 'users list'],
    ['zo /brokers', 'zookeeper tree /brokers --depth 1'],
    // Several that are looked at less, or what may change something.
    ['c', 'c'],
    ['cons', 'cons'],
  ])('%s → %s', (typed, words) => {
    expect(commandWords(typed.split(' '), paths).join(' ')).toBe(words);
  });
});

test.each<[string, unknown]>([
  ['q!', { does: 'quit' }],
  ['exit', { does: 'quit' }],
  ['help', { does: 'help' }],
  ['topics /ord', { does: 'open', words: ['topics', 'list'], filter: 'ord' }],
  ['topics //^o|^p/ x', { does: 'open', words: ['topics', 'list'], filter: '/^o|^p/ x' }],
  ['zk /brokers', { does: 'open', words: ['zookeeper', 'tree', '/brokers', '--depth', '1'] }],
  ['topics orders', { does: 'open', words: ['topics', 'describe', 'orders'] }],
])(':%s', (typed, deed) => {
  const paths = ['topics list', 'topics describe', 'zookeeper tree', 'zookeeper get'];
  expect(lineDeed(typed.split(' '), paths)).toEqual(deed);
});

test('keys that are the explorer’s own', () => {
  expect(['5', 'q', 'escape', '__proto__', '0'].map(ownKey)).toEqual([
    { does: 'favourite', number: 5 },
    { does: 'quit' },
    { does: 'back' },
    undefined,
    undefined,
  ]);
});
