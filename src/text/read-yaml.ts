/** The text of a YAML file → a document and its plain value. What is wrong with it is a fault with a place, and never thrown. */
import {
  isScalar,
  LineCounter,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type DocumentOptions,
  type ParseOptions,
  type Scalar,
  type SchemaOptions,
} from 'yaml';

interface YamlFault {
  readonly line: number;
  readonly column: number;
  /** In words that show nothing of the file, which may hold secrets. */
  readonly kind: string;
  readonly message: string;
}

export interface ReadYaml {
  readonly document: Document.Parsed;
  /** `{}` for an empty file; undefined if there are faults. */
  readonly value: unknown;
  readonly faults: readonly YamlFault[];
  readonly lines: LineCounter;
}

/** Far more than any file that a person writes; the parser would exhaust the stack, and the process with it. */
const deepest = 200;

/**
 * Keys are words as they are typed: 007, 2024.10 and 1e3 are names. `prepare` may change the document before it becomes a
 * value.
 */
export function readYaml(
  text: string,
  options: Omit<ParseOptions, 'uniqueKeys'> & DocumentOptions & SchemaOptions = {},
  prepare: (document: Document) => void = () => undefined,
): ReadYaml {
  const lines = new LineCounter();
  const read = (source: string) =>
    parseDocument(source, {
      ...options,
      // The parser compares each key with each before it, which takes minutes for a file of 20,000 topics.
      uniqueKeys: false,
      lineCounter: lines,
      prettyErrors: false,
      // At the level of warnings the parser would write its own to stderr.
      logLevel: 'error',
    });
  const faultAt = (offset: number, kind: string, message: string): YamlFault => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, kind, message };
  };
  const tooDeep = offsetTooDeep(text);
  const document = read(tooDeep === undefined ? text : '');
  const failed = (faults: readonly YamlFault[]): ReadYaml => ({ document, value: undefined, faults, lines });
  if (tooDeep !== undefined) {
    const before = text.slice(0, tooDeep).split('\n');
    const place = { line: before.length, column: (before.at(-1) ?? '').length + 1 };
    return failed([{ ...place, kind: 'too deep', message: 'it is nested too deeply' }]);
  }
  if (document.errors.length > 0) {
    return failed(
      document.errors.map(({ pos, code, message }) =>
        faultAt(
          pos[0],
          code.toLowerCase().replaceAll('_', ' '),
          // The parser's own message tells a programmer which function to call.
          code === 'MULTIPLE_DOCS' ? 'it must be one document, and here a second one begins' : message,
        ),
      ),
    );
  }
  const twice = keysAsTyped(document);
  if (twice) return failed([faultAt(twice.range?.[0] ?? 0, 'duplicate key', 'Map keys must be unique')]);
  const tagged = nodeOfOtherType(document);
  if (tagged) {
    const message = `${tagged.tag.replace('tag:yaml.org,2002:', '!!')} cannot be used here; write the value itself`;
    return failed([faultAt(tagged.offset, 'unknown tag', message)]);
  }
  const alias = faultyAlias(document);
  if (alias) return failed([faultAt(alias.node.range?.[0] ?? 0, alias.kind, alias.message)]);
  try {
    prepare(document);
    return { document, value: document.toJS() ?? {}, faults: [], lines };
  } catch (error) {
    // Aliases of aliases that would fill the memory, and a merge of what is not a map.
    const message = error instanceof Error ? error.message : String(error);
    return failed([
      /alias count/.test(message)
        ? faultAt(firstAlias(document)?.range?.[0] ?? 0, 'too many aliases', 'its aliases stand for too much')
        : faultAt(0, 'cannot be resolved', message),
    ]);
  }
}

/** Where the text is nested too deeply; brackets in quotes count too, of which no file has that many unclosed. */
function offsetTooDeep(text: string): number | undefined {
  const indented = new RegExp(`^[-?:\\s]{${2 * deepest}}`, 'm').exec(text);
  let depth = 0;
  for (const { 0: bracket, index } of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : depth > 0 ? -1 : 0;
    if (depth > deepest) return Math.min(index, indented?.index ?? index);
  }
  return indented?.index;
}

/** Returns the first key that its map already has. */
function keysAsTyped(document: Document.Parsed): Scalar | undefined {
  let twice: Scalar | undefined;
  visit(document, {
    Map(_key, { items }) {
      const names = new Set<unknown>();
      for (const { key } of items) {
        // `<<`, where it merges, is a symbol, and may stand there several times.
        if (!isScalar(key) || typeof key.value === 'symbol') continue;
        if (typeof key.value !== 'string') key.value = key.source ?? '';
        if (names.has(key.value)) {
          twice = key;
          return visit.BREAK;
        }
        names.add(key.value);
      }
      return undefined;
    },
  });
  return twice;
}

/**
 * What a tag makes of it is not text, number, map or list: bytes, a set. Of a tag that only other programs know (!env, !vault)
 * the parser would take the text behind it, which stands for something else.
 */
function nodeOfOtherType(document: Document.Parsed): { tag: string; offset: number } | undefined {
  let found: { tag: string; offset: number } | undefined;
  visit(document, {
    Node(_key, { tag, range }) {
      if (tag === undefined || /^(!|tag:yaml\.org,2002:(str|int|float|bool|null|map|seq))$/.test(tag))
        return undefined;
      found = { tag, offset: range?.[0] ?? 0 };
      return visit.BREAK;
    },
  });
  return found;
}

function faultyAlias(document: Document.Parsed) {
  let found: { node: Alias; kind: string; message: string } | undefined;
  visit(document, {
    Alias(_key, node) {
      const [start = 0] = node.range ?? [];
      const source = node.resolve(document);
      const [from = 0, to = 0] = source?.range ?? [];
      if (!source) {
        const message = `*${node.source} stands for nothing: there is no &${node.source} before it`;
        found = { node, kind: 'unresolved alias', message };
      } else if (from <= start && start < to) {
        found = { node, kind: 'alias of itself', message: `*${node.source} is a part of what it stands for` };
      }
      return found ? visit.BREAK : undefined;
    },
  });
  return found;
}

function firstAlias(document: Document.Parsed): Alias | undefined {
  let first: Alias | undefined;
  visit(document, {
    Alias(_key, node) {
      first = node;
      return visit.BREAK;
    },
  });
  return first;
}
