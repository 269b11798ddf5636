/** What was used last, so that it comes first: commands, topics, addresses; in one small file, without records and secrets. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CommandSpec } from '../../contract/command.js';
import { fieldsOfCommand, type Completable, type Field } from '../../contract/fields.js';
import { writePrivateFileSync } from '../../files/private-file.js';
import { argvOf, type Chosen } from '../../contract/command-words.js';

const mostKept = 20;
/** Their words can hold what is nobody else's business: records, passwords. */
const neverKept = new Set(['produce', 'connections', 'explain', 'completion']);
/** What there is already has no secret for a name. */
const names: readonly Completable[] = ['topic', 'group', 'broker', 'cluster', 'service', 'lesson', 'config'];
/** Values of these say when and how much; other free text may be a record's content or a secret. */
const harmlessPlaceholders = new Set(['POSITION', 'DURATION', 'SECONDS', 'TIME', 'LESSON', 'DRILL']);

const schema = z.object({
  commands: z.array(z.array(z.string())).default([]),
  topics: z.array(z.string()).default([]),
  /** The option that chose it and its value: `['bootstrapServer', 'localhost:9092']`. */
  clusters: z.array(z.array(z.string())).default([]),
});

/** Files of before may hold secrets, and are forgotten. */
const version = 2;
const fileSchema = z.object({ version: z.literal(version), ...schema.shape });

export type Recent = Readonly<z.output<typeof schema>>;

export const nothingRecent: Recent = { commands: [], topics: [], clusters: [] };

/**
 * A line with a free text in it (a key, a pattern, a config's value, a password that was typed in the wrong place) is not
 * kept at all: without it, it would be another command.
 */
export function withCommand(recent: Recent, spec: CommandSpec, chosen: Chosen): Recent {
  if (neverKept.has(spec.path[0])) return recent;
  const isFree = fieldsOfCommand(spec).some((field) => hasText(chosen[field.name]) && !isHarmless(field));
  return isFree ? recent : withLine(recent, argvOf(spec, chosen));
}

function hasText(value: Chosen[string] | undefined): boolean {
  return value !== undefined && typeof value !== 'boolean' && value.length > 0;
}

function isHarmless({ type, choices, completes, placeholder }: Field): boolean {
  if (type !== 'string' && type !== 'list') return true;
  return (
    (completes !== undefined && names.includes(completes)) ||
    choices !== undefined ||
    harmlessPlaceholders.has(placeholder)
  );
}

/** A line of words that the menu made itself. */
export function withLine(recent: Recent, argv: readonly string[]): Recent {
  return { ...recent, commands: first([...argv], recent.commands) };
}

export function withTopic(recent: Recent, topic: string): Recent {
  return { ...recent, topics: first(topic, recent.topics) };
}

export function withRecentCluster(recent: Recent, words: readonly string[]): Recent {
  return words.length === 0 ? recent : { ...recent, clusters: first([...words], recent.clusters) };
}

function first<Item>(item: Item, items: readonly Item[]): Item[] {
  const key = JSON.stringify(item);
  return [item, ...items.filter((each) => JSON.stringify(each) !== key)].slice(0, mostKept);
}

/** `names` with recent ones before the others. */
export function recentFirst(names: readonly string[], recent: readonly string[]): readonly string[] {
  const there = new Set(names);
  const before = recent.filter((name) => there.has(name));
  const used = new Set(before);
  return [...before, ...names.filter((name) => !used.has(name))];
}

/** A missing or damaged file counts as empty. */
export function loadRecent(folder: string): Recent {
  try {
    return fileSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch {
    return nothingRecent;
  }
}

/** Never throws: the file is optional. */
export function saveRecent(folder: string, recent: Recent): void {
  try {
    writePrivateFileSync(fileIn(folder), `${JSON.stringify({ version, ...recent }, null, 2)}\n`);
  } catch {
    // A full or read-only disk is told by what needs it.
  }
}

function fileIn(folder: string): string {
  return join(folder, 'recent.json');
}
