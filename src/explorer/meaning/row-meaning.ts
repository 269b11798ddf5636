/** What a row of a command's table is about, read off its headings and the command's own arguments; pure. */
import type { CommandSpec } from '../../contract/command.js';
import { fieldsOfCommand } from '../../contract/fields.js';
import { scalarOf } from '../../watch/diff-views.js';
import type { Cell } from '../../view/view.js';

/** `{ topic: 'orders', partition: '3' }`. */
export type Meaning = Readonly<Partial<Record<Thing, string>>>;

export type Thing =
  | 'topic'
  | 'partition'
  | 'offset'
  | 'group'
  | 'broker'
  | 'connection'
  | 'cluster'
  | 'service'
  | 'config'
  | 'znode'
  | 'children'
  | 'user'
  | 'transactionalId'
  | 'subject'
  | 'version'
  | 'lesson'
  | 'drill'
  | 'term';

/** Headings that mean the same in every command. */
const everywhere: Readonly<Record<string, Thing>> = {
  TOPIC: 'topic',
  LEADS: 'topic',
  PARTITION: 'partition',
  'CURRENT-OFFSET': 'offset',
  'START-OFFSET': 'offset',
  OFFSET: 'offset',
  GROUP: 'group',
  BROKER: 'broker',
  CONNECTION: 'connection',
  CONFIG: 'config',
  SERVICE: 'service',
  ZNODE: 'znode',
  CHILDREN: 'children',
  USER: 'user',
  'TRANSACTIONAL-ID': 'transactionalId',
  SUBJECT: 'subject',
  LESSON: 'lesson',
  DRILL: 'drill',
  TERM: 'term',
};

/** Headings that mean it in one command only. */
const inCommand: Readonly<Record<string, Readonly<Record<string, Thing>>>> = {
  'brokers list': { ID: 'broker' },
  'topics config': { NAME: 'config' },
  'topics producers': { 'TXN-START': 'offset' },
  'brokers config': { NAME: 'config' },
  'groups config': { NAME: 'config' },
  'connections list': { NAME: 'connection' },
  'schemas versions': { VERSION: 'version' },
  'schemas get': { VERSION: 'version' },
};

function thingOf(path: string, heading: string): Thing | undefined {
  const special = Object.hasOwn(inCommand, path) ? inCommand[path] : undefined;
  if (special && Object.hasOwn(special, heading)) return special[heading];
  return Object.hasOwn(everywhere, heading) ? everywhere[heading] : undefined;
}

/** What the command itself is about: the one topic, group or broker that it names. */
export function meaningOfCommand(spec: CommandSpec, options: Readonly<Record<string, unknown>>): Meaning {
  const things: Partial<Record<Thing, string>> = {};
  for (const { name, completes } of fieldsOfCommand(spec)) {
    const value = options[name];
    const only = Array.isArray(value) && value.length === 1 ? (value as unknown[])[0] : value;
    if (typeof only !== 'string' && typeof only !== 'number') continue;
    if (completes === 'topic' || completes === 'group' || completes === 'broker')
      things[completes] = String(only);
    if (completes === 'connection' || completes === 'cluster' || completes === 'subject')
      things[completes] = String(only);
  }
  return things;
}

/** The row's own meaning, with that of its command. Cells that say nothing are left out. */
export function meaningOfRow(
  path: string,
  ofCommand: Meaning,
  header: readonly string[],
  cells: readonly Cell[],
): Meaning {
  const things: Partial<Record<Thing, string>> = { ...ofCommand };
  header.forEach((heading, column) => {
    const thing = thingOf(path, heading);
    const value = scalarOf(cells[column]);
    if (thing === undefined || value === null || value === undefined || value === '') return;
    things[thing] = String(value);
  });
  return things;
}
