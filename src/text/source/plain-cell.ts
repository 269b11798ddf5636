/** A cell of tab-separated output, as `-o plain` writes it into a pipe, there and back. */

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const characters = new Map(Object.entries(escapes).map(([char, escape]) => [escape, char]));

/** Tabs, line ends and backslashes escaped, so that columns stay columns. */
export function plainCell(text: string): string {
  return text.replace(/[\\\t\n\r]/g, (char) => escapes[char] ?? char);
}

/** What `plainCell` was given. Any other backslash stands for itself. */
export function fromPlainCell(cell: string): string {
  return cell.replace(/\\[\\tnr]/g, (escape) => characters.get(escape) ?? escape);
}
