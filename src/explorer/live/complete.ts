/** What the word being typed after `:` may become: words of commands, and names there are in the cluster. */
import { candidatesFor } from '../../cli/completion/candidates.js';
import { presentNames } from '../../cli/completion/present-names.js';
import { readLine } from '../../cli/typed-line.js';
import type { Context } from '../../contract/command.js';
import type { Completable } from '../../contract/fields.js';
import { shellWords } from '../../text/shell-words.js';
import { commandWords, ownWords } from '../state/command-words.js';
import type { Commands } from './understand.js';

/** Names are asked for again after so long. */
const freshMs = 10_000;
const most = 200;

export interface Completer {
  /** The words that the last one may become; none on any failure. */
  candidates(line: string): Promise<readonly string[]>;
}

export function createCompleter(context: Context, commands: Commands): Completer {
  const known = new Map<string, { readonly atMs: number; readonly names: Promise<readonly string[]> }>();
  const paths = commands.entries.map(({ path }) => path);

  async function names(kind: Exclude<Completable, 'file'>, part: string): Promise<readonly string[]> {
    // Behind a sign there are other names: versions, and subjects as formats.
    const key = `${kind} ${/[@:]/.test(part) ? part : ''}`;
    const before = known.get(key);
    if (before && performance.now() - before.atMs < freshMs) return before.names;
    const names = presentNames(kind, {
      places: context,
      cluster: context.globals.cluster,
      part,
      configs: { of: 'topic', name: undefined, words: [] },
      ask: async (question) => question(await context.kafka()),
      registry: () => context.registry(),
    });
    known.set(key, { atMs: performance.now(), names });
    return names;
  }

  return {
    async candidates(line) {
      const { before, current } = shellWords(`: ${line}`);
      try {
        if (before.length === 0) return firstWords(current, paths);
        if (before[0] === 'connection' || before[0] === 'ctx')
          return matching(await names('connection', current), current);
        // As with a word in its place: a noun and a name are its description.
        const words = commandWords([...before, current === '' ? 'x' : current], paths).slice(0, -1);
        const typed = await readLine(words, commands.entries);
        const answer = await candidatesFor(typed, current, {
          ...commands,
          describes: false,
          names: (kind) => names(kind, current),
        });
        const own = before.length === 1 ? verbsOf(before[0] ?? '', paths) : [];
        const found = answer.kind === 'words' ? answer.candidates.map(({ value }) => value) : [];
        return matching([...found, ...own], current);
      } catch {
        return [];
      }
    },
  };
}

function firstWords(current: string, paths: readonly string[]): readonly string[] {
  const words = paths.map((path) => path.split(' ')[0] ?? '');
  return matching([...words, ...ownWords], current);
}

/** `topics` alone is a view; what can follow are its commands as well as its names. */
function verbsOf(noun: string, paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => (path.startsWith(`${noun} `) ? [path.split(' ')[1] ?? ''] : []));
}

function matching(words: readonly string[], current: string): readonly string[] {
  return [...new Set(words)].filter((word) => word.startsWith(current) && word !== current).slice(0, most);
}
