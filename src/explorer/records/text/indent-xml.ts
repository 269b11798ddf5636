/** XML on several lines; what it says is not changed, only the white space between its tags. */

/** Undefined for what does not look like XML, or does not close what it opens. */
export function indentXml(text: string): string | undefined {
  const trimmed = text.trim();
  if (!trimmed.startsWith('<') || !trimmed.endsWith('>')) return undefined;
  const tokens =
    trimmed.match(
      /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<(?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+/g,
    ) ?? [];
  const lines: string[] = [];
  const open: string[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = (tokens[index] ?? '').trim();
    if (token === '') continue;
    const name = /^<\/?([^\s/>]+)/.exec(token)?.[1] ?? '';
    if (token.startsWith('</')) {
      if (open.pop() !== name) return undefined;
      lines.push(indentation(open.length) + token);
    } else if (/^<[^!?]/.test(token) && !token.endsWith('/>')) {
      // <a>text</a> stays on one line.
      const [inner = '', closing = ''] = [tokens[index + 1], tokens[index + 2]];
      if (!inner.startsWith('<') && closing === `</${name}>`) {
        lines.push(indentation(open.length) + token + inner.trim() + closing);
        index += 2;
      } else {
        lines.push(indentation(open.length) + token);
        open.push(name);
      }
    } else lines.push(indentation(open.length) + token);
  }
  return open.length === 0 ? lines.join('\n') : undefined;
}

/** A value may be nested a hundred thousand levels deep. */
function indentation(level: number): string {
  return '  '.repeat(Math.min(level, 30));
}
