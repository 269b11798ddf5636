/** `--filter` as typed → a tree. The grammar stands in docs/finding.md; nothing of it is ever evaluated as JavaScript. */
import { filterError } from './filter-error.js';
import { filterTokens, type Token } from './filter-tokens.js';

export const roots = ['topic', 'partition', 'offset', 'timestamp', 'key', 'value', 'headers'] as const;
export type Root = (typeof roots)[number];
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'matches' | 'exists';
export type Operand = string | number | boolean | null | RegExp;

export interface Path {
  readonly root: Root;
  /** Names of members and numbers of elements. */
  readonly steps: readonly (string | number)[];
}

export type Filter =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Filter[] }
  | { readonly kind: 'not'; readonly part: Filter }
  | {
      readonly kind: 'test';
      readonly path: Path;
      readonly operator: Operator;
      /** Null where the operator has none. */
      readonly operand: Operand;
    };

const operators: readonly string[] = ['==', '!=', '<', '<=', '>', '>=', 'contains', 'matches', 'exists'];
const otherNames: Readonly<Record<string, string>> = {
  '=': '==',
  '&&': 'and',
  '||': 'or',
  '!': 'not',
  time: 'timestamp',
  header: 'headers',
};
/** Deeper than anybody types, shallower than the stack. */
const deepest = 200;

/** Throws LabError 'usage' that points at the place. */
export function parseFilter(source: string): Filter {
  const tokens = filterTokens(source);
  let next = 0;
  let depth = 0;
  const filter = parseOr();
  if (peek().kind !== 'end') fail('and, or, or the end is expected here');
  return filter;

  function peek(): Token {
    return tokens[next] as Token;
  }

  /** The word or sign, in its first spelling; undefined for strings, numbers and the end. */
  function word(): string | undefined {
    const { kind, text } = peek();
    return kind === 'word' || kind === 'sign' ? (otherNames[text] ?? text) : undefined;
  }

  function accept(expected: string): boolean {
    if (word() !== expected) return false;
    next += 1;
    return true;
  }

  function fail(reason: string): never {
    throw filterError(source, peek().at, reason);
  }

  function parseOr(): Filter {
    if ((depth += 1) > deepest) fail('this is nested too deeply');
    const parts = [parseAnd()];
    while (accept('or')) parts.push(parseAnd());
    depth -= 1;
    return parts.length === 1 ? (parts[0] as Filter) : { kind: 'or', parts };
  }

  function parseAnd(): Filter {
    const parts = [parseNot()];
    while (accept('and')) parts.push(parseNot());
    return parts.length === 1 ? (parts[0] as Filter) : { kind: 'and', parts };
  }

  function parseNot(): Filter {
    if (accept('not')) {
      if ((depth += 1) > deepest) fail('this is nested too deeply');
      const part = parseNot();
      depth -= 1;
      return { kind: 'not', part };
    }
    if (!accept('(')) return parseTest();
    const inner = parseOr();
    if (!accept(')')) fail('a ) is missing');
    return inner;
  }

  function parseTest(): Filter {
    const path = parsePath();
    const operator = word();
    if (operator === undefined || !operators.includes(operator)) {
      fail(`an operator is expected here: ${operators.join(' ')}`);
    }
    next += 1;
    if (operator === 'exists') return { kind: 'test', path, operator, operand: null };
    const { at } = peek();
    const operand = parseOperand();
    if ((operator === 'matches') !== operand instanceof RegExp) {
      const reason =
        operator === 'matches'
          ? 'matches wants a regular expression: /…/'
          : 'a regular expression goes with matches';
      throw filterError(source, at, reason);
    }
    return { kind: 'test', path, operator: operator as Operator, operand };
  }

  function parsePath(): Path {
    const root = word();
    if (root === undefined || !(roots as readonly string[]).includes(root)) {
      fail(`one of ${roots.join(', ')} is expected here`);
    }
    next += 1;
    const steps: (string | number)[] = [];
    for (;;) {
      if (accept('.')) {
        const { kind, text } = peek();
        if (kind !== 'word') fail('a name is expected after the dot');
        steps.push(text);
        next += 1;
      } else if (accept('[')) {
        const { kind, text } = peek();
        if (kind === 'string') steps.push(text);
        else if (kind === 'number' && /^\d+$/.test(text)) steps.push(Number(text));
        else fail('a number or a "name" is expected in brackets');
        next += 1;
        if (!accept(']')) fail('a ] is missing');
      } else break;
    }
    if (steps.length > 0 && root !== 'key' && root !== 'value' && root !== 'headers') {
      fail(`${root} has no members`);
    }
    if (root === 'headers' && (steps.length > 1 || typeof steps[0] === 'number')) {
      fail('a header has a name and no members: headers.name');
    }
    return { root: root as Root, steps };
  }

  function parseOperand(): Operand {
    const { kind, text, flags } = peek();
    next += 1;
    if (kind === 'string') return text;
    if (kind === 'number') return Number(text);
    if (kind === 'regex') {
      try {
        return new RegExp(text, flags.replaceAll(/[gy]/g, ''));
      } catch (error) {
        next -= 1;
        fail((error as Error).message);
      }
    }
    if (kind === 'word' && text === 'true') return true;
    if (kind === 'word' && text === 'false') return false;
    if (kind === 'word' && text === 'null') return null;
    next -= 1;
    return fail('a "text", a number, true, false, null or /…/ is expected here');
  }
}
