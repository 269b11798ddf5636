/** What is typed after `:` → the words of a command line; pure. */
import { parsePositions } from '../../text/positions.js';

/** Names for views that are no command's, and short ones for some that are. */
const own: Readonly<Record<string, readonly string[]>> = {
  overview: ['monitor'],
  records: ['consume'],
  tail: ['consume'],
  configs: ['topics', 'config'],
  disks: ['brokers', 'disks'],
  offsets: ['offsets', 'list'],
  txns: ['transactions', 'list'],
  zk: ['zookeeper'],
  cg: ['groups', 'list'],
  ctx: ['connections', 'list'],
};

/** `paths`: of all commands. A noun alone is its list, with a name what there is of it; a topic of `records` may have a position behind it. */
export function commandWords(typed: readonly string[], paths: readonly string[]): readonly string[] {
  const [first = '', ...rest] = typed[0] === 'kafka-lab' ? typed.slice(1) : typed;
  const whole = [first, ...rest];
  if (first === 'browse') {
    const [view, ...more] = rest[0] === '--' ? rest.slice(1) : rest;
    return view === undefined ? ['monitor'] : commandWords([view, ...more], paths);
  }
  if (isPath(whole, paths)) return whole;
  if (first === 'zookeeper' || first === 'zk') return znodeWords(rest);
  const noun = nounOf(first, paths);
  if (noun !== undefined) {
    const list = rest.length === 0 || rest[0]?.startsWith('-') === true;
    const verb = ['list', 'describe', 'status', 'show'].find(
      (each) =>
        paths.includes(`${noun} ${each}`) &&
        (list ? each !== 'describe' : each !== 'list' && each !== 'status'),
    );
    if (verb !== undefined) return [noun, verb, ...rest];
  }
  if (Object.hasOwn(own, first)) {
    const words = own[first] ?? [];
    return words[0] === 'consume' ? [...words, ...recordsWords(rest)] : [...words, ...rest];
  }
  const meant = fromBeginning(first, paths);
  return meant === undefined ? whole : commandWords([meant, ...rest], paths);
}

/** What is looked at most, where a beginning could be several. */
const foremost = ['topics', 'groups', 'brokers', 'records', 'schemas'];

/** `t`, `top` → `topics`: of nouns and views, and of nothing that could change something. */
function fromBeginning(word: string, paths: readonly string[]): string | undefined {
  if (word === '' || paths.includes(word)) return undefined;
  const nouns = nounsOf(paths);
  const names = [...foremost.filter((name) => nouns.has(name) || Object.hasOwn(own, name)), ...nouns];
  const found = [...new Set([...names, ...Object.keys(own)])].filter((name) => name.startsWith(word));
  return foremost.includes(found[0] ?? '') || found.length === 1 ? found[0] : undefined;
}

/** A level of the tree at a time: all of it may be large. */
function znodeWords([path = '/', ...others]: readonly string[]): readonly string[] {
  return ['zookeeper', 'tree', path, ...(others.length === 0 ? ['--depth', '1'] : others)];
}

/** `orders @-1h` → `orders --from @-1h`; what is not a position is an option, or another topic. */
function recordsWords(rest: readonly string[]): readonly string[] {
  const [topic, position, ...others] = rest;
  if (topic === undefined || position === undefined || !isPosition(position)) return rest;
  // What begins with a dash is a value only in the same word.
  const from = position.startsWith('-') ? [`--from=${position}`] : ['--from', position];
  return [topic, ...from, ...others];
}

function isPosition(text: string): boolean {
  // A time that is mistyped is told as such.
  if (text.startsWith('@')) return true;
  try {
    parsePositions(text, new Date(0));
    return true;
  } catch {
    return false;
  }
}

/** Does it begin with the words of a command? */
function isPath(words: readonly string[], paths: readonly string[]): boolean {
  return words.some((_word, index) => paths.includes(words.slice(0, index + 1).join(' ')));
}

/** `topics`, and `topic` as well. */
function nounOf(word: string, paths: readonly string[]): string | undefined {
  const nouns = nounsOf(paths);
  if (nouns.has(word)) return word;
  return [...nouns].find((noun) => noun === `${word}s`);
}

function nounsOf(paths: readonly string[]): ReadonlySet<string> {
  return new Set(paths.flatMap((path) => (path.includes(' ') ? [path.split(' ')[0] ?? ''] : [])));
}

/** What can be typed first, besides commands. */
export const ownWords: readonly string[] = [...Object.keys(own), 'connection', 'help', 'q'];
