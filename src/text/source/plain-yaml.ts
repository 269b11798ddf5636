/**
 * YAML that says no more than a program writes: maps and lists by indentation, words, and texts in quotes without escapes. It is
 * read a line at a time, in a tenth of the time that a parser of all YAML takes; what is anything else is left to that.
 */

type Container = Record<string, unknown> | unknown[];

interface Level {
  /** Where its keys or dashes stand. */
  readonly indent: number;
  readonly container: Container;
}

/** As wide as it can be without telling numbers, times and dates apart: all of them are taken as typed. */
const line = /^( *)(- )?(?:([A-Za-z0-9_][A-Za-z0-9_.-]*):)?(?: ?(\S[^\n]*))?$/;
const word = /^-?[A-Za-z0-9_](?:[A-Za-z0-9_.:,/=*-]*[A-Za-z0-9_.,/=*-])?$/;
const quoted = /^"[^"\\\p{Cc}]*"$/u;
const isEmptyLine = /^ *(?:#[\x20-\x7e]*)?$/;
/** What a parser would take for something else, or in more than one way. */
const special = /^(?:true|false|null|__proto__)$/i;
const literals: Readonly<Record<string, () => unknown>> = {
  true: () => true,
  false: () => false,
  null: () => null,
  '{}': () => ({}),
  '[]': () => [],
};
const deepest = 50;

/** Numbers are texts, as typed. Undefined if the text is not of that kind, or is wrong. */
export function plainYaml(text: string): unknown {
  if (!/^[\x20-\x7e\n]*$/.test(text)) return undefined;
  const root: Record<string, unknown> = {};
  const levels: Level[] = [{ indent: 0, container: root }];
  /** The key above, if it has nothing behind it: a map or a list may follow, deeper. */
  let open:
    | { readonly map: Record<string, unknown>; readonly key: string; readonly indent: number }
    | undefined;
  for (const each of text.split('\n')) {
    if (isEmptyLine.test(each)) continue;
    const [, spaces = '', dash, key, given] = line.exec(each) ?? [undefined];
    if (key === undefined && dash === undefined) return undefined;
    const indent = spaces.length;
    if (open && indent > open.indent) {
      if (levels.length > deepest) return undefined;
      const container: Container = dash === undefined ? {} : [];
      open.map[open.key] = container;
      levels.push({ indent, container });
    }
    open = undefined;
    while (levels.length > 1 && indent < (levels.at(-1) as Level).indent) levels.pop();
    let level = levels.at(-1) as Level;
    if (indent !== level.indent || Array.isArray(level.container) !== (dash !== undefined)) return undefined;
    if (Array.isArray(level.container)) {
      if (key === undefined) {
        const value = valueOf(given);
        if (value === undefined) return undefined;
        level.container.push(value.value);
        continue;
      }
      const item: Record<string, unknown> = {};
      level.container.push(item);
      level = { indent: indent + '- '.length, container: item };
      levels.push(level);
    }
    const map = level.container as Record<string, unknown>;
    if (key === undefined || special.test(key) || Object.hasOwn(map, key)) return undefined;
    if (given === undefined) {
      map[key] = null;
      open = { map, key, indent: level.indent };
      continue;
    }
    const value = valueOf(given);
    if (value === undefined || each[each.length - given.length - 1] !== ' ') return undefined;
    map[key] = value.value;
  }
  return root;
}

function valueOf(text: string | undefined): { readonly value: unknown } | undefined {
  if (text === undefined) return undefined;
  const literal = Object.hasOwn(literals, text) ? literals[text] : undefined;
  if (literal) return { value: literal() };
  if (quoted.test(text)) return { value: text.slice(1, -1) };
  return word.test(text) && !special.test(text) ? { value: text } : undefined;
}
