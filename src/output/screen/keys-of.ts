/** What a terminal sends for keys → their names. */

const named: Readonly<Record<string, string>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  '[5~': 'page-up',
  '[6~': 'page-down',
  '[Z': 'shift-tab',
};

const single: Readonly<Record<string, string>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\u007f': 'backspace',
  '\b': 'backspace',
  '\u0003': 'ctrl-c',
  '\u001b': 'escape',
};

/** Several keys may come at once, pasted or typed fast; sequences nobody knows here are left out. */
export function keysOf(chunk: string): readonly string[] {
  // eslint-disable-next-line no-control-regex
  const pieces = chunk.match(/\u001b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])|[\s\S]/gu) ?? [];
  return pieces.flatMap((piece) => {
    if (piece.length > 1 && piece.startsWith('\u001b')) return named[piece.slice(1)] ?? [];
    const name = single[piece];
    if (name !== undefined) return name;
    return piece < ' ' ? [] : piece;
  });
}
