/** JSON on several lines, its numbers and strings as they were written: no digit of a large number is lost. */

/** Undefined if it is not JSON. */
export function indentJson(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return undefined;
  try {
    JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  // It is valid, so no parser is needed: strings, numbers and literals stay, brackets and commas break lines.
  const tokens = trimmed.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let result = '';
  const newLine = () => `\n${'  '.repeat(depth)}`;
  for (const [index, token] of tokens.entries()) {
    const next = tokens[index + 1];
    if (token === '{' || token === '[') {
      const isEmpty = next === '}' || next === ']';
      depth += 1;
      result += isEmpty ? token : token + newLine();
    } else if (token === '}' || token === ']') {
      const wasEmpty = tokens[index - 1] === '{' || tokens[index - 1] === '[';
      depth -= 1;
      result += wasEmpty ? token : newLine() + token;
    } else if (token === ',') result += token + newLine();
    else if (token === ':') result += ': ';
    else result += token;
  }
  return result;
}
