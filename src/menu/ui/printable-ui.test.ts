import { expect, test } from '@jest/globals';
import { printableUi } from './printable-ui.js';
import type { Page, PickQuestion, Ui } from './ui.js';

const evil = '\u001b[2J\n\u009b';
const inLines = '\\x1b[2J\n\\x9b';
const inLine = '\\x1b[2J\\n\\x9b';

test('nothing from elsewhere is obeyed; what is chosen is what was offered', async () => {
  const shown: unknown[] = [];
  const bare: Ui = {
    rows: 3,
    columns: 4,
    pick<Value>({ title, choices }: PickQuestion<Value>) {
      shown.push(title, ...choices.map(({ label, detail, about }) => [label, detail, about]));
      return Promise.resolve({ kind: 'choice' as const, value: choices[0]!.value, at: 0 });
    },
    text({ message, initial }) {
      shown.push(message);
      return Promise.resolve(initial);
    },
    edit(message, initial) {
      shown.push(message);
      return Promise.resolve(initial);
    },
    page({ title, titleNow, lines }: Page) {
      shown.push(title, titleNow?.(), ...lines());
      return Promise.resolve(undefined);
    },
    busy(what, work) {
      shown.push(what);
      return work;
    },
    say: (text) => void shown.push(text),
  };
  const ui = printableUi(bare);
  expect([ui.rows, ui.columns]).toEqual([3, 4]);
  const choices = [
    { value: evil, label: evil, detail: evil, about: evil },
    { value: 'b', label: 'b' },
  ];
  expect(await ui.pick({ title: evil, choices })).toMatchObject({ value: evil });
  expect(await ui.text({ message: evil, initial: evil })).toBe(evil);
  expect(await ui.edit(evil, evil, '.txt')).toBe(evil);
  await ui.page({ title: evil, titleNow: () => evil, lines: () => [evil], keys: [] });
  expect(await ui.busy(evil, Promise.resolve(1))).toBe(1);
  ui.say(evil);
  expect(shown).toEqual([
    ...[inLines, [inLine, inLine, inLines], ['b', undefined, undefined]],
    ...[inLines, inLines, inLines, inLines, inLine, inLine, inLines],
  ]);
});
