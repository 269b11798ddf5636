/** The keys that run commands on a row, by what the row is about; pure. */
import { line } from './drill-down.js';
import type { Meaning, Thing } from './row-meaning.js';
import type { Todo } from '../state/view-kind.js';

export interface RowKey {
  readonly key: string;
  /** Of the row's things, the one that the command takes. */
  readonly thing: Thing;
  readonly path: string;
  /** The option that takes it, and whether that takes several. */
  readonly option: string;
  readonly isList: boolean;
  /** What the form need not ask for either: the things of the rows, if all of them have one, by the options that take several. */
  readonly also: readonly Thing[];
  /** For the foot of the screen. */
  readonly label: string;
  /** For the page of `?`, if the label says too little. */
  readonly what: string | undefined;
  /** Options before or behind the name, of what is a view and needs no form; undefined for what does. */
  readonly view: readonly string[] | undefined;
}

type Row = Partial<RowKey> & Pick<RowKey, 'key' | 'path' | 'label'>;

const on = (thing: Thing, rows: readonly Row[]): readonly RowKey[] =>
  rows.map((row) => ({
    thing,
    option: thing,
    isList: false,
    view: undefined,
    what: undefined,
    also: [],
    ...row,
  }));

/** Capital letters change something; what is more exact comes first. What reads a whole topic is a form, not a view that is asked again and again. */
export const rowKeys: readonly RowKey[] = [
  ...on('group', [
    { key: 'd', path: 'groups describe', label: 'describe', isList: true, view: [] },
    {
      key: 'R',
      path: 'groups reset',
      label: 'reset',
      what: 'set where it goes on reading',
      isList: true,
      also: ['topic', 'partition'],
    },
    { key: 'U', path: 'groups undo', label: 'undo a reset', what: 'take its last reset back' },
    {
      key: 'C',
      path: 'groups clone',
      label: 'clone',
      what: 'give its offsets to another group',
      option: 'from',
    },
    { key: 'e', path: 'groups config', label: 'configs', view: ['--all'] },
    { key: 'D', path: 'groups delete', label: 'delete', isList: true },
  ]),
  ...on('topic', [
    { key: 'l', path: 'consume', label: 'records', isList: true, view: [] },
    { key: 'd', path: 'topics describe', label: 'describe', isList: true, view: [] },
    { key: 'o', path: 'offsets list', label: 'offsets', isList: true, view: [] },
    { key: 'e', path: 'topics config', label: 'configs', view: ['--all'] },
    { key: 'u', path: 'groups list', label: 'who reads it', view: ['--topic'] },
    {
      key: 'a',
      path: 'topics analyze',
      label: 'analyze',
      what: 'what it is made of: batches, codecs, sizes, keys',
    },
    { key: 'P', path: 'produce', label: 'produce', what: 'write records' },
    { key: 'T', path: 'topics trim', label: 'trim', what: 'delete its oldest records' },
    { key: 'A', path: 'topics partitions', label: 'add partitions' },
    {
      key: 'M',
      path: 'topics reassign',
      label: 'move replicas',
      what: 'move replicas to other brokers',
      isList: true,
    },
    { key: 'D', path: 'topics delete', label: 'delete', isList: true },
  ]),
  ...on('subject', [
    { key: 'd', path: 'schemas get', label: 'its schema', view: [] },
    { key: 'v', path: 'schemas versions', label: 'versions', view: [] },
    { key: 'D', path: 'schemas delete', label: 'delete' },
  ]),
  ...on('broker', [
    { key: 'd', path: 'brokers describe', label: 'describe', view: [] },
    { key: 'e', path: 'brokers config', label: 'configs', view: ['--all'] },
  ]),
];

/** What a key does with rows of these meanings: a view, or a form that asks for the rest. */
export function todoOf({ thing, path, option, isList, also, view }: RowKey, rows: readonly Meaning[]): Todo {
  const names = thingsOf(rows, thing);
  if (view === undefined) {
    const given = { [option]: isList ? names : (names[0] ?? '') };
    return { to: 'form', path, given: { ...given, ...alsoGiven(also, rows, names) } };
  }
  // An option that takes the name stands before it.
  const last = view.at(-1);
  if (last === `--${option}`) return { to: 'open', words: line(path, [], [`${last}=${names[0] ?? ''}`]) };
  return { to: 'open', words: line(path, names, view) };
}

/** Each once. */
function thingsOf(rows: readonly Meaning[], thing: Thing): readonly string[] {
  return [...new Set(rows.flatMap((row) => row[thing] ?? []))];
}

/** A command does the same in everything that it is given: two things of which both differ would be too much. */
function alsoGiven(
  also: readonly Thing[],
  rows: readonly Meaning[],
  names: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const given: Record<string, readonly string[]> = {};
  let isOne = names.length === 1;
  for (const thing of also) {
    const found = thingsOf(rows, thing);
    if (rows.some((row) => row[thing] === undefined) || (found.length > 1 && !isOne)) break;
    given[thing] = found;
    isOne &&= found.length === 1;
  }
  return given;
}

/** Of those that take what is here, the first for each key. */
export function keysFor(meaning: Meaning): readonly RowKey[] {
  const here = rowKeys.filter(({ thing }) => meaning[thing] !== undefined);
  return here.filter(({ key }, index) => here.findIndex((each) => each.key === key) === index);
}

/** For the page of `?`: each key with what it does, and by which command. */
export function rowKeyHelp(
  meaning: Meaning,
  paths: ReadonlySet<string>,
): readonly (readonly [string, string])[] {
  return keysFor(meaning)
    .filter(({ path }) => paths.has(path))
    .map(({ key, label, what, path }) => [key, `${what ?? label} (${path})`] as const);
}

/** `K`: the broker, or the service of a practice cluster, under the cursor; which one is asked where there is none. */
export function killOf({ broker, service, cluster }: Meaning): Todo {
  return { to: 'kill', service: service ?? broker, cluster: service === undefined ? undefined : cluster };
}

/** For the page of `?`. */
export const killHelp = ['K', 'in a practice cluster: kill a broker, or start it again'] as const;
