/** A line typed at the foot of the screen; pure. */

export interface EditedLine {
  readonly text: string;
  /** In letters of `Array.from(text)`. */
  readonly at: number;
}

export function lineOf(text: string): EditedLine {
  return { text, at: Array.from(text).length };
}

/** Undefined for keys that do not edit. */
export function edited({ text, at }: EditedLine, key: string): EditedLine | undefined {
  const letters = Array.from(text);
  const joined = (before: readonly string[], after: readonly string[]): EditedLine => ({
    text: [...before, ...after].join(''),
    at: before.length,
  });
  const [before, after] = [letters.slice(0, at), letters.slice(at)];
  switch (key) {
    case 'backspace':
      return joined(before.slice(0, -1), after);
    case 'delete':
    case 'ctrl-d':
      return joined(before, after.slice(1));
    case 'left':
    case 'ctrl-b':
      return { text, at: Math.max(0, at - 1) };
    case 'right':
    case 'ctrl-f':
      return { text, at: Math.min(letters.length, at + 1) };
    case 'home':
    case 'ctrl-a':
      return { text, at: 0 };
    case 'end':
    case 'ctrl-e':
      return { text, at: letters.length };
    case 'ctrl-u':
      return joined([], after);
    case 'ctrl-k':
      return joined(before, []);
    case 'ctrl-w':
      return joined(Array.from(before.join('').replace(/\S*\s*$/, '')), after);
    default:
      return Array.from(key).length === 1 ? joined([...before, key], after) : undefined;
  }
}

/** No line is longer that somebody means to type. */
const mostPasted = 5_000;

/** A text of one line: the ends of others become blanks, and other control characters are left out. */
export function pasted({ text, at }: EditedLine, inserted: string): EditedLine {
  const letters = Array.from(text);
  const oneLine = inserted
    .trim()
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/\p{Cc}/gu, '');
  const added = Array.from(oneLine).slice(0, mostPasted);
  return {
    text: [...letters.slice(0, at), ...added, ...letters.slice(at)].join(''),
    at: at + added.length,
  };
}
