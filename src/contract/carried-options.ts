/** Commands that are printed ask the cluster that the command printing them asked. */
import { LabError } from '../text/errors.js';
import { quotedWords } from '../text/command-line.js';
import { withOptions, type PrintedCommand } from './printed-commands.js';
import { withoutLogin } from '../net/registry-url.js';
import type { View } from '../view/view.js';
import type { Asks, CommandEntry, RawOptions } from './command.js';

/** Puts the options that name a cluster into each command of a text, where they are not there yet. */
export type Carry = (text: string) => string;

interface Option {
  readonly words: readonly string[];
  /** Of these flags, one is enough: together with another they would name another cluster. */
  readonly unless: RegExp;
}

const namesCluster = /(?:^| )(?:-b|-c|--bootstrap-server|--connection|--cluster|--name)(?=[ =]|$)/;
const namesRegistry = /(?:^| )--registry(?=[ =]|$)/;
const namesZooKeeper = /(?:^| )--zookeeper(?=[ =]|$)/;

/** `typed`: what was, without what the environment says, which holds for the next command too. */
export function carrying(typed: RawOptions, entries: readonly CommandEntry[]): Carry {
  const cluster = wordsFor('--cluster', typed['cluster']);
  const where = [
    ...wordsFor('-b', withoutLogins(typed['bootstrapServer'])),
    ...wordsFor('-c', typed['connection']),
    ...cluster,
  ];
  const carried: Readonly<Record<Asks, readonly Option[]>> = {
    'any cluster': [
      { words: where, unless: namesCluster },
      { words: wordsFor('--zookeeper', withoutLogins(typed['zookeeper'])), unless: namesZooKeeper },
      { words: registryWords(typed['registry']), unless: namesRegistry },
    ],
    'practice cluster': [{ words: cluster, unless: namesCluster }],
    none: [],
  };
  if (carried['any cluster'].every(({ words }) => words.length === 0)) return (text) => text;
  const asks = new Map(entries.map((entry) => [entry.path, entry.asks ?? 'any cluster']));
  return (text) =>
    withOptions(text, (command) =>
      carried[whatItAsks(command, asks)]
        .filter(({ unless }) => !unless.test(command.line))
        .map(({ words }) => quotedWords(words))
        .filter((words) => words !== '')
        .join(' '),
    );
}

/** With sections, notes and failures; names in cells are nobody's to change. */
export function carriedIn(view: View, carry: Carry): View {
  return {
    ...view,
    ...(view.notes === undefined ? {} : { notes: view.notes.map(carry) }),
    ...(view.failures === undefined ? {} : { failures: view.failures.map(carry) }),
    ...(view.more === undefined ? {} : { more: view.more.map((section) => carriedIn(section, carry)) }),
  };
}

/** The error itself if its hint has nothing to carry. */
export function carriedByError(error: unknown, carry: Carry): unknown {
  if (!(error instanceof LabError) || error.hint === undefined) return error;
  const hint = carry(error.hint);
  if (hint === error.hint) return error;
  const copy = new LabError(error.code, error.message, {
    hint,
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  });
  if (error.stack !== undefined) copy.stack = error.stack;
  return copy;
}

function whatItAsks({ words, line }: PrintedCommand, asks: ReadonlyMap<string, Asks>): Asks {
  if (/(?:^| )--help\b/.test(line)) return 'none';
  // The menu.
  if (words.length === 0) return 'any cluster';
  return asks.get(words.slice(0, 2).join(' ')) ?? asks.get(words[0] ?? '') ?? 'none';
}

function wordsFor(flag: string, value: unknown): readonly string[] {
  return typeof value === 'string' && value !== '' ? [flag, value] : [];
}

/** Addresses have none; what was taken for one is refused and not to be shown. */
function withoutLogins(value: unknown): unknown {
  return typeof value === 'string' ? value.replaceAll(/(?<=^|,)[^,]*@/g, 'LOGIN@') : value;
}

/** With words in the place of a login. */
function registryWords(value: unknown): readonly string[] {
  if (typeof value !== 'string' || !value.includes('@')) return wordsFor('--registry', value);
  return URL.canParse(value) ? ['--registry', withoutLogin(new URL(value))] : [];
}
