/** The sequences that a terminal sends for keys and its mouse → their names, or what was done. */
import type { MouseReport } from '../../view/screen.js';
import { mouseReport } from './mouse.js';

export interface Key {
  /** As `Screen.onKey` has it; empty for sequences without a name here. */
  readonly name: string;
  /** As it was sent. */
  readonly sequence: string;
  /** Instead of a name. */
  readonly mouse?: MouseReport;
  /** Instead of a name: a text that was pasted where the terminal was asked to say so. */
  readonly pasted?: string;
}

const named: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  '[F': 'end',
  '[H': 'home',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  OF: 'end',
  OH: 'home',
  '[1~': 'home',
  '[3~': 'delete',
  '[4~': 'end',
  '[5~': 'pageup',
  '[6~': 'pagedown',
  '[7~': 'home',
  '[8~': 'end',
  '[Z': 'shift-tab',
};

const single: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u001b': 'escape',
};

/* oxlint-disable no-control-regex -- escape sequences are what is looked for */
/** `[M` and three signs: the older form of a mouse's report, of which the signs are no letters that were typed. */
const oneKey =
  /\u001b(?:\[M[^\u0000-\u001f]{3}|\[<[ -?]*[@-~]|\[\[[A-E]|\[[0-?]*[ -/]*[@-~]|O[@-~])|[\s\S]/gu;
const unfinished = /\u001b(?:\[\[?[0-?]*[ -/]*|\[<[ -?]*|\[M[^\u0000-\u001f]{0,2}|O)?$/u;
const ofMouse = /^\u001b\[(?:<|M.)/u;
/* eslint-enable no-control-regex */

/** What a terminal puts around a pasted text, if it was asked to. */
const pasteBegin = '\u001b[200~';
const pasteEnd = '\u001b[201~';

/** Several keys may come at once, pasted or typed fast; `rest` may be Esc, or the beginning of another key, or of a paste. */
export function keysOf(text: string): { readonly keys: readonly Key[]; readonly rest: string } {
  const start = text.indexOf(pasteBegin);
  if (start === -1) return typedKeysOf(text);
  const before = allKeysOf(text.slice(0, start));
  const end = text.indexOf(pasteEnd, start);
  if (end === -1) return { keys: before, rest: text.slice(start) };
  const after = keysOf(text.slice(end + pasteEnd.length));
  return { keys: [...before, pastedKey(text.slice(start, end)), ...after.keys], rest: after.rest };
}

function pastedKey(begun: string): Key {
  const pasted = begun.slice(pasteBegin.length);
  return { name: '', sequence: pasted, pasted };
}

function typedKeysOf(text: string): ReturnType<typeof keysOf> {
  const rest = unfinished.exec(text)?.[0] ?? '';
  return { keys: allKeysOf(text.slice(0, text.length - rest.length)), rest };
}

/** When nothing follows. */
export function allKeysOf(text: string): readonly Key[] {
  if (isPasteBegun(text)) return [pastedKey(text)];
  return (text.match(oneKey) ?? []).flatMap((sequence): Key[] => {
    if (!ofMouse.test(sequence)) return [{ name: nameOf(sequence), sequence }];
    const mouse = mouseReport(sequence);
    return mouse ? [{ name: '', sequence, mouse }] : [];
  });
}

/** Is it the beginning of a mouse's report? No key that somebody types begins like this. */
export function isMouseBegun(text: string): boolean {
  return text.startsWith('\u001b[<');
}

/** Has a paste begun, of which the end is not there yet? */
export function isPasteBegun(text: string): boolean {
  return text.startsWith(pasteBegin);
}

function nameOf(sequence: string): string {
  if (sequence.length > 1 && sequence.startsWith('\u001b')) return named[sequence.slice(1)] ?? '';
  const name = single[sequence];
  if (name !== undefined) return name;
  if (sequence >= ' ') return sequence;
  return sequence >= '\u0001' && sequence <= '\u001a'
    ? `ctrl-${String.fromCharCode(sequence.charCodeAt(0) + 96)}`
    : '';
}
