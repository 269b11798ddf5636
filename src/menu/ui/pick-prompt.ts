/** A list of choices on a terminal: arrows, typing to search, hotkeys, `?`, Esc (imports inquirer's own core). */
import { createPrompt, isEnterKey, useKeypress, useMemo, useState, type KeypressEvent } from '@inquirer/core';
import { wrapText } from '../../output/wrap.js';
import type { Style } from '../../output/style.js';
import { fit } from './fit.js';
import { beginPick, move, narrow, window, type Move, type PickState } from './pick-state.js';
import { keysLine } from './keys-line.js';
import type { Choice, Picked, PickQuestion } from './ui.js';

export interface PickConfig {
  readonly question: PickQuestion<unknown>;
  readonly style: Style;
  readonly rows: number;
  readonly columns: number;
  explain(choice: Choice<unknown>): string | undefined;
}

const hideCursor = '\u001b[?25l';
const moves = new Map<string, Move>(
  (['up', 'down', 'pageup', 'pagedown', 'home', 'end'] as const).map((name) => [name, name]),
);

/** `null` for Esc. */
export const pickPrompt = createPrompt<Picked<unknown> | null, PickConfig>((config, done) => {
  const { question, style, rows, columns } = config;
  const { choices, search = false, keys = [] } = question;
  const [state, setState] = useState<PickState>(beginPick(choices, question.at));
  const labelWidth = useMemo(() => widestLabel(choices, columns), [choices]);
  const title = wrapText(question.title, columns);
  const at = state.found[state.cursor];
  const current = at === undefined ? undefined : choices[at];
  const explanation = state.explains && current ? (config.explain(current) ?? '') : '';
  const foot = explanation === '' ? helpLine(question, columns) : wrapText(explanation, columns);
  const taken = title.split('\n').length + foot.split('\n').length + (search ? 1 : 0) + 3;
  const pageSize = Math.max(3, rows - taken);

  useKeypress((key, rl) => {
    const typed = rl.line;
    if (key.name === 'escape') {
      done(null);
      return;
    }
    if (isEnterKey(key)) {
      if (current !== undefined && at !== undefined) {
        done({ kind: 'choice', value: current.value, at });
        return;
      }
      if (question.free !== undefined && state.term !== '') {
        done({ kind: 'text', text: state.term });
        return;
      }
      rl.write(state.term);
      return;
    }
    const step = moves.get(key.name);
    if (step !== undefined && !(search && (step === 'home' || step === 'end'))) {
      setState(move({ ...state, explains: false }, step, pageSize));
      return;
    }
    if (isQuestionMark(key, typed)) {
      rl.clearLine(0);
      rl.write(state.term);
      setState({ ...state, explains: !state.explains });
      return;
    }
    if (search) {
      if (typed !== state.term) setState({ ...narrow(state, typed, choices), explains: false });
      return;
    }
    rl.clearLine(0);
    const pressed = letterOf(key, typed);
    if (keys.some((hotkey) => hotkey.key === pressed)) done({ kind: 'key', key: pressed, at: at ?? 0 });
  });

  const [from, to] = window(state.found.length, state.cursor, pageSize);
  const lines = state.found.slice(from, to).map((place, index) => {
    const choice = choices[place];
    return choice ? choiceLine(choice, from + index === state.cursor, { style, columns, labelWidth }) : '';
  });
  if (lines.length === 0) lines.push(nothing(question, state.term));
  const head = search ? `${style.heading(title)}\nType to search: ${state.term}` : style.heading(title);
  const more =
    state.found.length > to - from ? style.tone(`  ${from + 1}–${to} of ${state.found.length}`, 'muted') : '';
  const help = explanation === '' ? style.tone(foot, 'muted') : foot;
  return [head, [...lines, more, help].filter((line) => line !== '').join('\n') + (search ? '' : hideCursor)];
});

interface Look {
  readonly style: Style;
  readonly columns: number;
  readonly labelWidth: number;
}

function choiceLine({ label, detail }: Choice<unknown>, isCurrent: boolean, look: Look): string {
  const { style, columns, labelWidth } = look;
  const room = columns - 3;
  const shown = fit(label, room);
  const rest =
    detail === undefined
      ? ''
      : fit(`${' '.repeat(Math.max(0, labelWidth - shown.length))}  ${detail}`, room - shown.length);
  return isCurrent ? style.tone(`❯ ${shown}`, 'strong') + rest : `  ${shown}${style.tone(rest, 'muted')}`;
}

function widestLabel(choices: readonly Choice<unknown>[], columns: number): number {
  const widest = choices.reduce(
    (most, { label, detail }) => Math.max(most, detail === undefined ? 0 : label.length),
    0,
  );
  return Math.min(widest, Math.floor(columns / 2));
}

function helpLine({ keys = [], free }: PickQuestion<unknown>, columns: number): string {
  const choose = free === undefined ? 'choose' : `choose, or take what is typed as ${free}`;
  const all = [
    { key: '↑↓', label: 'move' },
    { key: 'Enter', label: choose },
    ...keys,
    { key: '?', label: 'explain' },
    { key: 'Esc', label: 'back' },
  ];
  return keysLine(all, columns);
}

function nothing({ free }: PickQuestion<unknown>, term: string): string {
  if (free !== undefined && term !== '') return `  Enter takes "${term}" as ${free}.`;
  return term === '' ? '  There is nothing here.' : '  Nothing matches.';
}

function isQuestionMark(key: KeypressEvent, typed: string): boolean {
  return letterOf(key, typed) === '?';
}

/** Keys such as / and ? have no name of their own, but they are in the line by now. */
function letterOf(key: KeypressEvent, typed: string): string {
  const last = typed.at(-1) ?? '';
  return last === '' ? key.name : last;
}
