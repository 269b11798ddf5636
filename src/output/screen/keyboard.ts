/** The only reader of a terminal's keys and mouse: listeners take turns, and keys that one did not take are kept for the next. */
import { StringDecoder } from 'node:string_decoder';
import { allKeysOf, isMouseBegun, isPasteBegun, keysOf, type Key } from './keys.js';
import type { TerminalInput } from '../../view/world.js';

type KeyListener = (key: Key) => void;

export interface Keyboard {
  /**
   * Gives the keys to `listener`, one by one, and to earlier listeners again once this one is stopped. With
   * `onlyNew` what was typed before stays for the next listener.
   */
  read(listener: KeyListener, settings?: { readonly onlyNew: boolean }): () => void;
  /** Reports each key as it arrives, whichever listener takes it. */
  watch(listener: KeyListener): () => void;
  /** What was typed and not taken, for another program that reads lines. */
  takeUnread(): string;
  /** Keys are lines of the terminal until `resume`: the process is about to be stopped. */
  pause(): void;
  resume(): void;
}

/** A key that begins like Esc is told from it by what follows within so many milliseconds. */
const escapeMs = 60;
/** What has begun as a mouse's report is none of the keys, however late its end comes over a slow line. */
const reportMs = 2000;
/** No sequence is longer, */
const longest = 64;
/** and of a paste no more is kept: its end may be in what comes next. */
const longestPaste = 256 * 1024;
/** A wheel turns faster than a screen is drawn: of what is behind so many others nothing is lost. */
const mostWaiting = 64;

const keyboards = new WeakMap<TerminalInput, Keyboard>();

export function keyboardOf(stdin: TerminalInput): Keyboard {
  const keyboard = keyboards.get(stdin) ?? createKeyboard(stdin);
  keyboards.set(stdin, keyboard);
  return keyboard;
}

function createKeyboard(stdin: TerminalInput): Keyboard {
  const readers: { readonly listener: KeyListener; readonly onlyNew: boolean }[] = [];
  const watchers = new Set<KeyListener>();
  const decoder = new StringDecoder('utf8');
  let unread: Key[] = [];
  let rest = '';
  let restTimer: NodeJS.Timeout | undefined;
  let turn: NodeJS.Immediate | undefined;

  function arrived(keys: readonly Key[]): void {
    for (const key of keys) {
      for (const watcher of watchers) watcher(key);
      const reader = readers.at(-1);
      if (reader?.onlyNew) reader.listener(key);
      else if (!key.mouse || unread.length < mostWaiting) unread.push(key);
    }
    giveNext();
  }

  /** One key per turn of the event loop, so that what it closes or opens is done before the next key. */
  function giveNext(): void {
    turn ??= setImmediate(() => {
      turn = undefined;
      const reader = readers.at(-1);
      if (!reader || reader.onlyNew) return;
      const key = unread.shift();
      if (!key) return;
      giveNext();
      reader.listener(key);
    });
  }

  function onData(chunk: Buffer | string): void {
    clearTimeout(restTimer);
    const decoded = keysOf(rest + (typeof chunk === 'string' ? chunk : decoder.write(chunk)));
    rest = kept(decoded.rest);
    const isLate = isMouseBegun(rest) || isPasteBegun(rest);
    if (rest !== '') restTimer = setTimeout(takeRest, isLate ? reportMs : escapeMs);
    arrived(decoded.keys);
  }

  function kept(begun: string): string {
    if (!isPasteBegun(begun)) return begun.length > longest ? '' : begun;
    return begun.length > longestPaste ? begun.slice(0, longestPaste) + begun.slice(-longest) : begun;
  }

  function takeRest(): void {
    const keys = isMouseBegun(rest) ? [] : allKeysOf(rest);
    rest = '';
    arrived(keys);
  }

  function begin(): void {
    stdin.setRawMode?.(true);
    stdin.on('data', onData);
    stdin.resume();
  }

  function end(): void {
    stdin.off('data', onData);
    stdin.pause();
    stdin.setRawMode?.(false);
  }

  function setRaw(isRaw: boolean): void {
    if (readers.length > 0) stdin.setRawMode?.(isRaw);
  }

  return {
    read(listener, { onlyNew } = { onlyNew: false }) {
      const reader = { listener, onlyNew };
      readers.push(reader);
      if (readers.length === 1) begin();
      giveNext();
      return () => {
        const place = readers.indexOf(reader);
        if (place === -1) return;
        readers.splice(place, 1);
        if (readers.length === 0) end();
        else giveNext();
      };
    },
    watch(listener) {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
    takeUnread() {
      const text = unread.map(({ sequence, mouse }) => (mouse ? '' : sequence)).join('');
      unread = [];
      return text;
    },
    pause: () => setRaw(false),
    resume() {
      // A shell has set it, which Node does not know of.
      setRaw(false);
      setRaw(true);
    },
  };
}
