/** What a list of choices is like after each key: pure. */
import type { Choice } from './ui.js';

export interface PickState {
  /** What was typed to narrow the list down. */
  readonly term: string;
  /** Places in the whole list, of those that match. */
  readonly found: readonly number[];
  /** Place in `found`. */
  readonly cursor: number;
  readonly explains: boolean;
}

export type Move = 'up' | 'down' | 'pageup' | 'pagedown' | 'home' | 'end';

export function beginPick(choices: readonly Choice<unknown>[], at = 0): PickState {
  const last = Math.max(0, choices.length - 1);
  return { term: '', found: choices.map((_, index) => index), cursor: Math.min(at, last), explains: false };
}

/** Round at the ends by single steps, not by pages. */
export function move(state: PickState, step: Move, pageSize: number): PickState {
  const count = state.found.length;
  if (count === 0) return state;
  const to = {
    up: (state.cursor - 1 + count) % count,
    down: (state.cursor + 1) % count,
    pageup: Math.max(0, state.cursor - pageSize),
    pagedown: Math.min(count - 1, state.cursor + pageSize),
    home: 0,
    end: count - 1,
  };
  return { ...state, cursor: to[step] };
}

/** To the next choice that begins with this letter, after the last from the first. */
export function jump(state: PickState, letter: string, choices: readonly Choice<unknown>[]): PickState {
  const { found, cursor } = state;
  if (Array.from(letter).length !== 1 || letter === ' ') return state;
  const begins = (place: number | undefined) =>
    place !== undefined && choices[place]?.label.toLowerCase().startsWith(letter.toLowerCase()) === true;
  for (let steps = 1; steps <= found.length; steps += 1) {
    const at = (cursor + steps) % found.length;
    if (begins(found[at])) return { ...state, cursor: at };
  }
  return state;
}

/** Every word typed must be in the label; labels that begin with the term come first. */
export function narrow(state: PickState, term: string, choices: readonly Choice<unknown>[]): PickState {
  const words = term.toLowerCase().split(/\s+/).filter(Boolean);
  const labels = choices.map(({ label }) => label.toLowerCase());
  const found = labels.flatMap((label, index) =>
    words.every((word) => label.includes(word)) ? [index] : [],
  );
  const first = words[0] ?? '';
  const [beginning, others] = [
    found.filter((index) => labels[index]?.startsWith(first)),
    found.filter((index) => !labels[index]?.startsWith(first)),
  ];
  return { ...state, term, found: [...beginning, ...others], cursor: 0 };
}

/** The part of a list that is in sight: the cursor in the middle, but for the ends. */
export function window(count: number, cursor: number, size: number): readonly [from: number, to: number] {
  const from = Math.max(0, Math.min(cursor - Math.floor(size / 2), count - size));
  return [from, Math.min(count, from + size)];
}
