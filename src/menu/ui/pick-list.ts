/** A list of choices on a terminal: arrows, typing to search, hotkeys, `?`. */
import { wrapText } from '../../output/wrap.js';
import type { ScreenLine, Span } from '../../view/screen.js';
import { fit, widthOf } from '../../view/width.js';
import type { Drawn, Size } from './draw-until.js';
import { editLine, emptyLine } from './edit-line.js';
import { beginPick, jump, move, narrow, window, type Move } from './pick-state.js';
import { keysLine } from './keys-line.js';
import type { Choice, Picked, PickQuestion } from './ui.js';

const moves = new Map<string, Move>(
  (['up', 'down', 'pageup', 'pagedown', 'home', 'end'] as const).map((name) => [name, name]),
);

export function pickList<Value>(
  question: PickQuestion<Value>,
  explain: (choice: Choice<Value>) => string | undefined,
): Drawn<Picked<Value>> {
  const { choices, search = false, keys = [], free } = question;
  let state = beginPick(choices, question.at);
  let typed = emptyLine;
  const widest = choices.reduce(
    (most, { label, detail }) => Math.max(most, detail === undefined ? 0 : widthOf(label)),
    0,
  );

  const laidOut = ({ rows, columns }: Size) => {
    const current = choices[state.found[state.cursor] ?? -1];
    const explanation = state.explains && current ? (explain(current) ?? '') : '';
    const title = wrapText(question.title, columns).split('\n');
    const foot = explanation === '' ? helpLine(question, columns) : wrapText(explanation, columns);
    const taken = title.length + foot.split('\n').length + (search ? 1 : 0) + 3;
    return { title, explanation, foot, pageSize: Math.max(3, rows - taken) };
  };

  return {
    close() {
      const { explains } = state;
      state = { ...state, explains: false };
      return explains;
    },
    // If `q` is not part of a search and no choice begins with it, it goes back as in other programs.
    isBack: (key) => key === 'q' && !search && jump(state, key, choices) === state,
    lines(screen) {
      const { columns } = screen;
      const { title, explanation, foot, pageSize } = laidOut(screen);
      const [from, to] = window(state.found.length, state.cursor, pageSize);
      const look = { columns, labelWidth: Math.min(widest, Math.floor(columns / 2)) };
      const shown = state.found.slice(from, to).flatMap((place, index) => {
        const choice = choices[place];
        return choice ? [choiceLine(choice, from + index === state.cursor, look)] : [];
      });
      const hidden = state.found.length > to - from;
      return [
        ...title.map((text): ScreenLine => [{ text, tone: 'strong' }]),
        ...(search ? [searchLine(typed)] : []),
        ...(shown.length > 0 ? shown : [[{ text: nothing(question, state.term) }]]),
        ...(hidden ? [[muted(`  ${from + 1}–${to} of ${state.found.length}`)]] : []),
        ...foot.split('\n').map((text) => [explanation === '' ? muted(text) : { text }]),
      ];
    },
    press(key, screen) {
      const at = state.found[state.cursor];
      const current = at === undefined ? undefined : choices[at];
      if (key === 'enter') {
        if (current && at !== undefined) return { kind: 'choice', value: current.value, at };
        return free !== undefined && state.term !== '' ? { kind: 'text', text: state.term } : undefined;
      }
      if (key === '?') {
        state = { ...state, explains: !state.explains };
        return undefined;
      }
      const step = moves.get(key);
      if (step !== undefined && !(search && (step === 'home' || step === 'end'))) {
        state = move({ ...state, explains: false }, step, laidOut(screen).pageSize);
        return undefined;
      }
      if (!search) {
        if (keys.some((hotkey) => hotkey.key === key)) return { kind: 'key', key, at: at ?? 0 };
        state = { ...jump(state, key, choices), explains: false };
        return undefined;
      }
      typed = editLine(typed, key) ?? typed;
      const term = typed.before + typed.after;
      if (term !== state.term) state = { ...narrow(state, term, choices), explains: false };
      return undefined;
    },
  };
}

const muted = (text: string): Span => ({ text, tone: 'muted' });

function searchLine({ before, after }: typeof emptyLine): ScreenLine {
  return [{ text: `Type to search: ${before}`, hasCursor: true }, { text: after }];
}

function choiceLine(
  { label, detail }: Choice<unknown>,
  isCurrent: boolean,
  { columns, labelWidth }: { readonly columns: number; readonly labelWidth: number },
): ScreenLine {
  const room = columns - 3;
  const shown = fit(label, room);
  const taken = widthOf(shown);
  const rest =
    detail === undefined
      ? ''
      : fit(`${' '.repeat(Math.max(0, labelWidth - taken))}  ${detail}`, room - taken);
  return isCurrent
    ? [{ text: `❯ ${shown}`, tone: 'strong' }, { text: rest }]
    : [{ text: `  ${shown}` }, muted(rest)];
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

function nothing({ free, none }: PickQuestion<unknown>, term: string): string {
  if (free !== undefined && term !== '') return `  Enter takes "${term}" as ${free}.`;
  return term === '' ? `  ${none ?? 'There is nothing here.'}` : '  Nothing matches.';
}
