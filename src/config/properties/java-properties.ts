/** Java's property files: what java.util.Properties reads, by its rules. Pure. */

/** The last of several values for one key is the one that holds, as in Java. */
export function parseProperties(text: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const end = endOfKey(line);
    const value = line
      .slice(end)
      .trimStart()
      .replace(/^[=:]\s*/, '');
    properties.set(unescaped(line.slice(0, end)), unescaped(value));
  }
  return properties;
}

/** At the first blank, "=" or ":" without a backslash before it. No pattern: on a long line it would exhaust the stack. */
function endOfKey(line: string): number {
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    if (letter === '\\') at += 1;
    else if (/[=:\s]/.test(letter)) return at;
  }
  return line.length;
}

/** A backslash at the end goes on in the next line, without its indentation. */
function logicalLines(text: string): readonly string[] {
  const lines: string[] = [];
  let begun = '';
  for (const natural of text.split(/\r\n|\r|\n/)) {
    const line = natural.trimStart();
    if (begun === '' && (line === '' || line.startsWith('#') || line.startsWith('!'))) continue;
    const goesOn = (/\\*$/.exec(line)?.[0].length ?? 0) % 2 === 1;
    begun += goesOn ? line.slice(0, -1) : line;
    if (goesOn) continue;
    lines.push(begun);
    begun = '';
  }
  return begun === '' ? lines : [...lines, begun];
}

const controls: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\u([0-9a-fA-F]{4})|\\([^])/g, (_all, code: string | undefined, letter = '') =>
    code === undefined
      ? (controls[letter as string] ?? (letter as string))
      : String.fromCharCode(parseInt(code, 16)),
  );
}
