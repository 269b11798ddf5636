import { describe, expect, test } from '@jest/globals';
import type { View } from '../view/view.js';
import { createStyle } from './style.js';
import { renderPlain } from './plain.js';
import { printable } from '../text/printable.js';
import { renderTable } from './table.js';
import { widthOf } from '../view/width.js';

const bare = createStyle(false);
const colored = createStyle(true);

const view: View = {
  title: 'Two things',
  header: ['NAME', 'COUNT', 'NOTE'],
  rows: [
    ['short', 5, { text: 'ok', tone: 'good' }],
    ['a longer name', 12345n, null],
    ['x', null, true],
  ],
};

describe('renderTable', () => {
  test('words to the left, numbers to the right, a dash for nothing, no blanks at the end', () => {
    expect(renderTable(view, bare, 80)).toBe(
      [
        'Two things',
        'NAME           COUNT  NOTE',
        'short              5  ok',
        'a longer name  12345  -',
        'x                  -  yes',
        '',
      ].join('\n'),
    );
  });

  test('tones are colours, and without colour nothing', () => {
    const text = renderTable(view, colored, 80);
    expect(text).toContain('\u001b[32mok\u001b[39m');
    expect(text).toContain('\u001b[1mNAME\u001b[22m');
    expect(renderTable(view, bare, 80)).not.toContain('\u001b');
  });

  test.each([20, 40, 80])('in %d columns nothing is cut, it wraps', (columns) => {
    const long = 'broker-1.example.com:9092,broker-2.example.com:9092,broker-3.example.com:9092';
    const text = renderTable({ header: ['ID', 'ADDRESSES'], rows: [[1, long]] }, bare, columns);
    const lines = text.trimEnd().split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    expect(
      lines
        .slice(1)
        .map((line) => line.slice(4))
        .join(''),
    ).toBe(long);
  });

  test('the widest column gives way, the others stay', () => {
    const text = renderTable({ header: ['A', 'B'], rows: [['x'.repeat(10), 'y'.repeat(200)]] }, bare, 60);
    expect(text).toContain('xxxxxxxxxx  yyy');
  });

  test('wide letters keep the columns straight', () => {
    const text = renderTable(
      {
        header: ['NAME', 'N'],
        rows: [
          ['日本語', 1],
          ['latin', 2],
        ],
      },
      bare,
      80,
    );
    expect(text).toContain('latin');
    expect(text).toContain('日本語  1');
    const long = '日本語'.repeat(20);
    const wrapped = renderTable({ header: ['NAME', 'N'], rows: [[long, 'x']] }, bare, 40);
    expect(wrapped.replaceAll(/[^日本語]/g, '')).toBe(long);
  });

  test.each([
    ['wide letters', '日本語'],
    ['emoji', '👨‍👩‍👧 👍🏽 🇩🇪 ⚠️'],
    ['marks', 'Tiê\u0301ng Viê\u0323t'],
    ['what is not shown', 'a\u200bb\ufeff'],
  ])('%s: the next column begins below its heading, whole or broken', (_, name) => {
    const rows = [
      [name, 'x'],
      ['latin', 'x'],
      [name.repeat(8), 'x'],
    ];
    for (const columns of [200, 24]) {
      const lines = renderTable({ header: ['NAME', 'N'], rows }, bare, columns)
        .trimEnd()
        .split('\n');
      const starts = lines.filter((line) => /[xN]$/u.test(line)).map((line) => widthOf(line.slice(0, -1)));
      expect(starts).toHaveLength(4);
      expect(new Set(starts).size).toBe(1);
      expect(lines.join('').replaceAll(' ', '')).toContain(printable(name).replaceAll(' ', ''));
      if (columns === 24) expect(lines.every((line) => widthOf(line) <= columns)).toBe(true);
    }
  });

  test('100,000 rows, in about the time of plain lines', () => {
    const rows = Array.from({ length: 100_000 }, (_, at) => [
      `topic-${at}`,
      6,
      { text: 'ok', tone: 'good' as const },
    ]);
    const view = { header: ['TOPIC', 'PARTITIONS', 'STATE'], rows, spare: ['STATE'] };
    const msOf = (act: () => string) => {
      const beganMs = performance.now();
      expect(act().length).toBeGreaterThan(rows.length);
      return performance.now() - beganMs;
    };
    const plainMs = msOf(() => renderPlain(view, true));
    // Linear, with room for a busy machine: it was 30 times as long for a fifth of the rows.
    expect(msOf(() => renderTable(view, colored, 80))).toBeLessThan(5 * plainMs + 500);
  });

  test('sections, and those without rows', () => {
    const text = renderTable(
      { header: [], rows: [], more: [view, { title: 'None', header: ['A'], rows: [] }] },
      bare,
      80,
    );
    expect(text).toMatch(/^Two things\n[\s\S]*\n\nNone\n$/);
    expect(renderTable({ header: ['A'], rows: [] }, bare, 80)).toBe('');
  });
});

test('renderPlain: tabs between cells, no heading, and what would break a line is escaped', () => {
  const plain = renderPlain(
    {
      ...view,
      rows: [...view.rows, ['tab\there', 'line\nend\r', 'back\\slash']],
      more: [{ header: ['A'], rows: [[{ text: 1, tone: 'bad' }]] }],
    },
    false,
  );
  expect(plain).toBe(
    'short\t5\tok\na longer name\t12345\t\nx\t\ttrue\ntab\\there\tline\\nend\\r\tback\\\\slash\n1\n',
  );
});

test('spare columns go one by one, until the others fit; plain lines keep them', () => {
  const view = {
    header: ['NAME', 'ID', 'HOST'],
    rows: [['one', 'x'.repeat(40), 'here']],
    spare: ['ID', 'HOST'],
  };
  const headingOf = (columns: number) => renderTable(view, createStyle(false), columns).split('\n')[0];
  expect(headingOf(80)).toMatch(/^NAME +ID +HOST$/);
  expect(headingOf(52)).toMatch(/^NAME +ID +HOST$/);
  expect(headingOf(51)).toBe('NAME  HOST');
  expect(headingOf(9)).toBe('NAME');
  expect(renderPlain(view, false)).toBe(`one\t${'x'.repeat(40)}\there\n`);
});

test('80 columns: headings are broken after hyphens, never cut', () => {
  const view = {
    header: [
      'TOPIC',
      'PARTITION',
      'CURRENT-OFFSET',
      'LOG-END-OFFSET',
      'LAG',
      'CONSUMER-ID',
      'HOST',
      'CLIENT-ID',
    ],
    rows: [['orders', 0, 1_234_567, 1_234_599, 32, 'consumer-1-6f9b2a44', '/127.0.0.1', 'billing']],
  };
  expect(renderTable(view, bare, 80)).toBe(
    [
      'TOPIC   PARTITION    CURRENT-    LOG-END-  LAG  CONSUMER-   HOST        CLIENT-ID',
      '                       OFFSET      OFFSET       ID',
      'orders          0     1234567     1234599   32  consumer-1  /127.0.0.1  billing',
      '                                                -6f9b2a44',
      '',
    ].join('\n'),
  );
});

describe('names that would control the terminal', () => {
  const hostile: View = {
    title: 'Group \u001b[2J',
    header: ['GROUP', 'N'],
    rows: [
      ['two\nlines\tand \u001b]52;c;aGk=\u0007', 1],
      [{ text: '\u009b2J\u202e', tone: 'bad' }, 2],
    ],
  };

  test('in a table, where a row stays one line', () => {
    expect(renderTable(hostile, bare, 80)).toBe(
      [
        'Group \\x1b[2J',
        `${'GROUP'.padEnd(34)}  N`,
        `${'two\\nlines\\tand \\x1b]52;c;aGk=\\x07'.padEnd(34)}  1`,
        `${'\\x9b2J\\u202e'.padEnd(34)}  2`,
        '',
      ].join('\n'),
    );
  });

  test('in plain lines on a terminal; a pipe gets them as they are', () => {
    expect(renderPlain(hostile, true)).toBe('two\\nlines\\tand \\x1b]52;c;aGk=\\x07\t1\n\\x9b2J\\u202e\t2\n');
    expect(renderPlain(hostile, false)).toBe(
      'two\\nlines\\tand \u001b]52;c;aGk=\u0007\t1\n\u009b2J\u202e\t2\n',
    );
  });
});
