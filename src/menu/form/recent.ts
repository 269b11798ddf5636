/** What was used last, so that it comes first: commands, topics, addresses; in one small file, without records and secrets. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const mostKept = 20;
/** Their words can hold what is nobody else's business: records, passwords. */
const neverKept = new Set(['produce', 'connections', 'explain', 'completion']);

const schema = z.object({
  commands: z.array(z.array(z.string())).default([]),
  topics: z.array(z.string()).default([]),
  /** The option that chose it and its value: `['bootstrapServer', 'localhost:9092']`. */
  clusters: z.array(z.array(z.string())).default([]),
});

export type Recent = Readonly<z.output<typeof schema>>;

export const nothingRecent: Recent = { commands: [], topics: [], clusters: [] };

export function withCommand(recent: Recent, argv: readonly string[]): Recent {
  if (neverKept.has(argv[0] ?? '')) return recent;
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

/** A file that is missing or damaged is only forgotten. */
export function loadRecent(folder: string): Recent {
  try {
    return schema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch {
    return nothingRecent;
  }
}

/** Never throws: to remember is a kindness, not a duty. */
export function saveRecent(folder: string, recent: Recent): void {
  try {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${fileIn(folder)}.new`, `${JSON.stringify(recent, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${fileIn(folder)}.new`, fileIn(folder));
  } catch {
    // A full or read-only disk is told by what needs it.
  }
}

function fileIn(folder: string): string {
  return join(folder, 'recent.json');
}
