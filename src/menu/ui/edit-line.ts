/** A line that is typed, after each key: pure. */

export interface TypedLine {
  readonly before: string;
  /** Behind the cursor. */
  readonly after: string;
}

export const emptyLine: TypedLine = { before: '', after: '' };

/** Undefined for keys that do not edit. */
export function editLine({ before, after }: TypedLine, key: string): TypedLine | undefined {
  const left = Array.from(before);
  const right = Array.from(after);
  switch (key) {
    case 'backspace':
      return { before: left.slice(0, -1).join(''), after };
    case 'delete':
    case 'ctrl-d':
      return { before, after: right.slice(1).join('') };
    case 'ctrl-u':
      return { before: '', after };
    case 'ctrl-k':
      return { before, after: '' };
    case 'ctrl-w':
      return { before: before.replace(/\S*\s*$/, ''), after };
    case 'left':
    case 'ctrl-b':
      return { before: left.slice(0, -1).join(''), after: (left.at(-1) ?? '') + after };
    case 'right':
    case 'ctrl-f':
      return { before: before + (right[0] ?? ''), after: right.slice(1).join('') };
    case 'home':
    case 'ctrl-a':
      return { before: '', after: before + after };
    case 'end':
    case 'ctrl-e':
      return { before: before + after, after: '' };
    default:
      return Array.from(key).length === 1 ? { before: before + key, after } : undefined;
  }
}
