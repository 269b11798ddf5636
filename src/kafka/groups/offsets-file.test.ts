import { describe, expect, test } from '@jest/globals';
import { plainCell } from '../../text/source/plain-cell.js';
import { parseOffsetsFile } from './offsets-file.js';

describe('offsets by partition', () => {
  test('of one group, with commas or tabs', () => {
    const [only, ...others] = parseOffsetsFile('orders,0,42\r\norders\t1\t7\n\nclicks,0,0\n', 'f');
    expect(others).toEqual([]);
    expect(only?.group).toBeUndefined();
    expect([...(only?.offsets ?? [])].map(([topic, own]) => [topic, ...own])).toEqual([
      ['orders', [0, 42], [1, 7]],
      ['clicks', [0, 0]],
    ]);
  });

  test('of several groups, whose names may have commas and quotes', () => {
    const groups = parseOffsetsFile('billing,orders,0,42\n"a ""b"", c",orders,0,1\nbilling,orders,1,2', 'f');
    expect(groups.map(({ group, offsets }) => [group, ...(offsets.get('orders') ?? [])])).toEqual([
      ['billing', [0, 42], [1, 2]],
      ['a "b", c', [0, 1]],
    ]);
  });

  test('what -o plain writes is read as it is: blanks, commas, quotes and escapes in names', () => {
    for (const name of [' a ', 'a,b', '"a"', 'a\tb\\n', 'a\r']) {
      const [only] = parseOffsetsFile(`${plainCell(name)}\torders\t0\t42\n`, 'f');
      expect([only?.group, only?.offsets.get('orders')?.get(0)]).toEqual([name, 42]);
    }
  });

  test('a plan of groups without commits in some partitions can be read again', () => {
    const [only] = parseOffsetsFile('orders\t0\t42\norders\t1\t\n', 'f');
    expect([...(only?.offsets.get('orders') ?? [])]).toEqual([[0, 42]]);
    expect(() => parseOffsetsFile('orders\t0\t\n', 'f')).toThrow('f names no offsets.');
  });

  test.each([
    ['', 'f names no offsets.'],
    ['orders,0', 'f, line 1: "orders,0" is no TOPIC,PARTITION,OFFSET.'],
    ['orders,0,1\norders,x,1', 'f, line 2: "orders,x,1" is no TOPIC'],
    ['orders,0,-1', 'f, line 1: "orders,0,-1" is no TOPIC'],
    ['orders,0,1\ng,orders,1,1', 'f, line 2: some lines name a group and others do not.'],
    ['orders,0,1\norders,0,2', 'f, line 2: orders[0] is given twice.'],
  ])('%j is refused', (text, message) => {
    expect(() => parseOffsetsFile(text, 'f')).toThrow(message);
  });
});
