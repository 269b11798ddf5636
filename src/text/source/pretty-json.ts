/** JSON with line breaks and indentation, and every number and string as it was written. */

/** `text` is valid JSON. Two blanks a level; empty objects and lists stay in their line. */
export function prettyJson(text: string): string {
  const parts: string[] = [];
  let depth = 0;
  const newLine = () => parts.push(`\n${'  '.repeat(depth)}`);
  // Strings, numbers and words, or one sign.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g)) {
    const before = parts.at(-1);
    if (token === '}' || token === ']') {
      depth -= 1;
      if (before !== '{' && before !== '[') newLine();
      parts.push(token);
      continue;
    }
    if (before === '{' || before === '[' || before === ',') newLine();
    parts.push(token === ':' ? ': ' : token);
    if (token === '{' || token === '[') depth += 1;
  }
  return parts.join('');
}
