/** Where Enter goes from a row: the words of the next command; pure. */
import type { Meaning } from './row-meaning.js';

/**
 * Undefined if there is nothing below. `words`: of the view that the row is in; the same command is entered again for a
 * znode only, since that has others below it. `paths`: of all commands.
 */
export function drillDown(
  meaning: Meaning,
  words: readonly string[],
  paths: ReadonlySet<string>,
): readonly string[] | undefined {
  const here = pathOf(words, paths);
  return ways(meaning).find((way) => {
    // No command, but the explorer of that connection.
    if (way[0] === 'connection') return true;
    const path = pathOf(way, paths);
    if (path === undefined) return false;
    return path === 'zookeeper tree' ? way.join(' ') !== words.join(' ') : path !== here;
  });
}

function pathOf(words: readonly string[], paths: ReadonlySet<string>): string | undefined {
  const [first = '', second] = words;
  const two = `${first} ${second ?? ''}`;
  return paths.has(two) ? two : paths.has(first) ? first : undefined;
}

/** The most exact first. */
function ways(meaning: Meaning): readonly (readonly string[])[] {
  const { topic, partition, offset, znode, children } = meaning;
  const found: (readonly string[])[] = [];
  const add = (path: string, name: string | undefined, flags: readonly string[] = []) => {
    if (name !== undefined) found.push(line(path, [name], flags));
  };
  if (topic !== undefined && partition !== undefined) found.push(recordsWords(topic, partition, offset));
  if (children !== undefined && children !== '0') add('zookeeper tree', znode, ['--depth', '1']);
  add('zookeeper get', znode);
  if (meaning.version !== undefined && meaning.subject !== undefined) {
    add('schemas get', `${meaning.subject}@${meaning.version}`);
  }
  add('schemas versions', meaning.subject);
  add('transactions describe', meaning.transactionalId);
  if (meaning.connection !== undefined) found.push(['connection', meaning.connection]);
  add('learn run', meaning.lesson);
  add('drill run', meaning.drill);
  add('explain', meaning.term);
  add('groups describe', meaning.group);
  add('topics describe', topic);
  add('brokers describe', meaning.broker);
  return found;
}

/** The records of a topic or of one partition: newest first, or from an offset. */
export function recordsWords(topic: string, partition?: string, offset?: string): readonly string[] {
  return line(
    'consume',
    [topic],
    [
      ...(partition === undefined ? [] : ['--partition', partition]),
      ...(offset !== undefined && /^\d+$/.test(offset) ? ['--from', offset] : []),
    ],
  );
}

/** A name that begins with a dash is one only behind `--`. */
export function line(
  path: string,
  names: readonly string[],
  flags: readonly string[] = [],
): readonly string[] {
  const isFlagLike = names.some((name) => name.startsWith('-'));
  return isFlagLike
    ? [...path.split(' '), ...flags, '--', ...names]
    : [...path.split(' '), ...names, ...flags];
}
