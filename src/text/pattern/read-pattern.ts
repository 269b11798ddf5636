/** The text of a regular expression → its alternatives, each a sequence of items with their repetitions. */

export interface Item {
  readonly kind: 'character' | 'group' | 'reference' | 'start' | 'end';
  /** Which of the first 256 characters it may begin with, and at 256 whether others; absent if that is not known. */
  readonly set?: readonly boolean[];
  /** Of a group or a lookaround. */
  readonly alternatives?: readonly Sequence[];
  readonly least: number;
  readonly most: number;
}

export type Sequence = readonly Item[];

const quantifier = /(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/y;
const groupStart = /\((?:\?(?:[:=!]|<[=!]|<[^>]+>|[-a-z]*:))?/y;
/** One character, an escape or a class. */
const atom =
  /\\(?:x[\da-fA-F]{2}|u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|c[a-zA-Z]|[pP]\{[^}]*\}|k<[^>]*>|\d+|.)|\[(?:\\.|[^\\\]])*\]|./suy;

/** `source` is one that the engine accepts. */
export function readPattern(source: string, flags: string): readonly Sequence[] {
  let at = 0;
  return readAlternatives();

  function take(sticky: RegExp): RegExpExecArray | null {
    sticky.lastIndex = at;
    const found = sticky.exec(source);
    if (found) at = sticky.lastIndex;
    return found;
  }

  function readAlternatives(): Sequence[] {
    const alternatives: Sequence[] = [];
    let sequence: Item[] = [];
    while (at < source.length && source[at] !== ')') {
      if (source[at] === '|') {
        at += 1;
        alternatives.push(sequence);
        sequence = [];
      } else sequence.push(readItem());
    }
    return [...alternatives, sequence];
  }

  function readItem(): Item {
    const start = take(groupStart)?.[0];
    if (start !== undefined) {
      const alternatives = readAlternatives();
      at += 1;
      // A lookaround takes no character.
      const set = /[=!]$/.test(start) ? undefined : unionOf(alternatives);
      return { kind: 'group', alternatives, ...(set ? { set } : {}), ...readRepetition() };
    }
    const text = take(atom)?.[0] ?? source.charAt(at++);
    if (text === '^') return { kind: 'start', least: 1, most: 1 };
    if (text === '$' || text === '\\b' || text === '\\B') return { kind: 'end', least: 1, most: 1 };
    if (/^\\(?:[1-9]|k<)/.test(text)) return { kind: 'reference', ...readRepetition() };
    const set = setOf(text, flags);
    return { kind: 'character', ...(set ? { set } : {}), ...readRepetition() };
  }

  function readRepetition(): Pick<Item, 'least' | 'most'> {
    const found = take(quantifier);
    if (!found) return { least: 1, most: 1 };
    const [, sign, least = '', comma, most = ''] = found;
    if (sign !== undefined) return { least: sign === '+' ? 1 : 0, most: sign === '?' ? 1 : Infinity };
    if (comma === undefined) return { least: Number(least), most: Number(least) };
    return { least: Number(least), most: most === '' ? Infinity : Number(most) };
  }
}

function unionOf(alternatives: readonly Sequence[]): readonly boolean[] | undefined {
  const sets = alternatives.map(([first]) => (first && first.least > 0 ? first.set : undefined));
  const [one, ...others] = sets.filter((set) => set !== undefined);
  if (!one || sets.includes(undefined)) return undefined;
  return one.map((matches, code) => matches || others.some((set) => set[code]));
}

/** Can no text begin two of them? */
export function areDistinct(alternatives: readonly Sequence[]): boolean {
  return alternatives.every((sequence, index) =>
    alternatives.slice(index + 1).every((other) => {
      const [one, two] = [unionOf([sequence]), unionOf([other])];
      return one !== undefined && two !== undefined && !one.some((matches, code) => matches && two[code]);
    }),
  );
}

function setOf(text: string, flags: string): readonly boolean[] | undefined {
  try {
    const one = new RegExp(`^(?:${text})$`, flags.replaceAll(/[dgm]/g, ''));
    return Array.from({ length: 257 }, (_, code) =>
      one.test(code < 256 ? String.fromCharCode(code) : '\u4e2d'),
    );
  } catch {
    return undefined;
  }
}
