/** Command lines as they are printed, so that they can be pasted into a shell as they are. */
import { isPrintable } from './printable.js';

/** Words as a POSIX shell takes them; bash, zsh and newer shells those with control characters in them. */
export function quotedWords(words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  if (!isPrintable(word)) return `$'${word.replaceAll(/[\\']/g, '\\$&').replaceAll(/[^ -~]/g, escaped)}'`;
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function escaped(char: string): string {
  const code = char.charCodeAt(0);
  return code < 0x80
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}

type Value = string | number | readonly string[];

interface Word {
  readonly text: string;
  /** Is it, at least in part, a value from elsewhere? */
  readonly isValue: boolean;
}

/**
 * `` commandLine`groups undo ${group} --execute` ``: `kafka-lab groups undo 'my group' --execute`. Values are quoted, a
 * list is a word each; a name that begins with a dash goes behind `--`, or behind `=` if it is the value of an option.
 * What is written out stays as it is. Arguments are written before options.
 */
export function commandLine(parts: readonly string[], ...values: readonly Value[]): string {
  const words = wordsOf(parts, values);
  const firstFlag = words.findIndex(({ text, isValue }) => !isValue && text.startsWith('-'));
  const before = firstFlag === -1 ? words : words.slice(0, firstFlag);
  const options = optionText(firstFlag === -1 ? [] : words.slice(firstFlag));
  const firstValue = before.findIndex(({ isValue }) => isValue);
  const path = firstValue === -1 ? before : before.slice(0, firstValue);
  const named = firstValue === -1 ? [] : before.slice(firstValue);
  const hasDash = named.some(({ text, isValue }) => isValue && looksLikeFlag(text));
  const all = hasDash
    ? [...path.map(shown), ...options, '--', ...named.map(shown)]
    : [...path.map(shown), ...named.map(shown), ...options];
  return ['kafka-lab', ...all].join(' ');
}

function optionText(words: readonly Word[]): string[] {
  const texts: string[] = [];
  let isOpen = false;
  for (const word of words) {
    const isAnswer: boolean = isOpen && word.isValue && looksLikeFlag(word.text);
    if (isAnswer) texts.push(`${texts.pop() ?? ''}=${shown(word)}`);
    else texts.push(shown(word));
    isOpen = !isAnswer && /^--[^=]+$/.test(word.text);
  }
  return texts;
}

/** `value`: undefined for one that has none. */
export interface TypedOption {
  /** `--keys`, `-n` */
  readonly flag: string;
  readonly value?: string | undefined;
}

/** The same with options behind it, as many as there are: `` lineWith(options)`consume ${topic}` ``. */
export function lineWith(options: readonly TypedOption[]): typeof commandLine {
  return (parts, ...values) => {
    const all = [...parts];
    const filled = [...values];
    for (const { flag, value } of options) {
      all.push(`${all.pop() ?? ''} ${flag}${value === undefined ? '' : ' '}`);
      if (value === undefined) continue;
      filled.push(value);
      all.push('');
    }
    return commandLine(all, ...filled);
  };
}

/** To the program's reader of words; negative numbers are none. */
function looksLikeFlag(text: string): boolean {
  return /^-\D/.test(text);
}

function shown({ text, isValue }: Word): string {
  return isValue ? quotedWords([text]) : text;
}

function wordsOf(parts: readonly string[], values: readonly Value[]): Word[] {
  const words: Word[] = [];
  let open: Word | undefined;
  const close = () => {
    if (open) words.push(open);
    open = undefined;
  };
  const add = (text: string, isValue: boolean) => {
    open = { text: (open?.text ?? '') + text, isValue: isValue || (open?.isValue ?? false) };
  };
  parts.forEach((part, index) => {
    for (const piece of part.split(/(\s+)/)) {
      if (/^\s+$/.test(piece)) close();
      else if (piece !== '') add(piece, false);
    }
    const value = values[index];
    if (value === undefined) return;
    if (typeof value === 'string' || typeof value === 'number') add(String(value), true);
    else {
      for (const text of value) {
        close();
        add(text, true);
      }
    }
  });
  close();
  return words;
}
