/** `--filter` as typed → a tree. The grammar is in docs/finding.md; nothing of it is ever evaluated as JavaScript. */
import { Expression, type Language } from '../text/expression.js';
import { Pattern } from '../text/pattern/pattern.js';
import { exactNumber } from './exact-number.js';

const roots = ['topic', 'partition', 'offset', 'timestamp', 'key', 'value', 'headers'] as const;
type Root = (typeof roots)[number];
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'contains' | 'matches' | 'exists';
export type Operand = string | number | bigint | boolean | null | Pattern;

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
      /** Null if the operator has none. */
      readonly operand: Operand;
    };

const operators: readonly string[] = ['==', '!=', '<', '<=', '>', '>=', 'contains', 'matches', 'exists'];
const language: Language = {
  option: '--filter',
  hint: 'For example: --filter \'value.amount > 100 and headers.source == "web"\'',
  patterns: {
    regex: /\/((?:[^\\/\n]|\\.)+)\/(?<flags>[a-z]*)/y,
    number: /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y,
    word: /[\p{L}_$][\p{L}\p{N}_$-]*/uy,
    sign: /==|!=|<=|>=|&&|\|\||[=<>!()[\].]/y,
  },
  synonyms: { '=': '==', '&&': 'and', '||': 'or', '!': 'not', time: 'timestamp', header: 'headers' },
};
/** Deeper than any typed filter, shallower than the stack. */
const deepest = 200;

/** Throws LabError 'usage' that points at the place. */
export function parseFilter(source: string): Filter {
  const tokens = new Expression(source, language);
  let depth = 0;
  const filter = parseOr();
  if (tokens.token.kind !== 'end') fail('and, or, or the end is expected here');
  return filter;

  function fail(reason: string, at?: number): never {
    throw tokens.wrong(reason, at);
  }

  function parseOr(): Filter {
    if ((depth += 1) > deepest) fail('this is nested too deeply');
    const parts = [parseAnd()];
    while (tokens.accept('or')) parts.push(parseAnd());
    depth -= 1;
    return parts.length === 1 ? (parts[0] as Filter) : { kind: 'or', parts };
  }

  function parseAnd(): Filter {
    const parts = [parseNot()];
    while (tokens.accept('and')) parts.push(parseNot());
    return parts.length === 1 ? (parts[0] as Filter) : { kind: 'and', parts };
  }

  function parseNot(): Filter {
    if (tokens.accept('not')) {
      if ((depth += 1) > deepest) fail('this is nested too deeply');
      const part = parseNot();
      depth -= 1;
      return { kind: 'not', part };
    }
    if (!tokens.accept('(')) return parseTest();
    const inner = parseOr();
    if (!tokens.accept(')')) fail('a ) is missing');
    return inner;
  }

  function parseTest(): Filter {
    const path = parsePath();
    const operator = tokens.word;
    if (operator === undefined || !operators.includes(operator)) {
      fail(`an operator is expected here: ${operators.join(' ')}`);
    }
    tokens.take();
    if (operator === 'exists') return { kind: 'test', path, operator, operand: null };
    const { at } = tokens.token;
    const operand = parseOperand();
    if ((operator === 'matches') !== operand instanceof Pattern) {
      const reason =
        operator === 'matches'
          ? 'matches needs a regular expression: /…/'
          : 'a regular expression goes with matches';
      fail(reason, at);
    }
    return { kind: 'test', path, operator: operator as Operator, operand };
  }

  function parsePath(): Path {
    const root = tokens.word;
    if (root === undefined || !(roots as readonly string[]).includes(root)) {
      fail(`one of ${roots.join(', ')} is expected here`);
    }
    tokens.take();
    const steps: (string | number)[] = [];
    for (;;) {
      if (tokens.accept('.')) {
        const { kind, text, at } = tokens.take();
        if (kind !== 'word') fail('a name is expected after the dot', at);
        steps.push(text);
      } else if (tokens.accept('[')) {
        const { kind, text, at } = tokens.take();
        if (kind === 'string') steps.push(text);
        else if (kind === 'number' && /^\d+$/.test(text)) steps.push(Number(text));
        else fail('a number or a "name" is expected in brackets', at);
        if (!tokens.accept(']')) fail('a ] is missing');
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
    const { kind, text, flags, at } = tokens.take();
    if (kind === 'string') return text;
    if (kind === 'number') return exactNumber(text);
    if (kind === 'regex') {
      try {
        return new Pattern(text, { flags, option: '--filter' });
      } catch (error) {
        fail((error as Error).message.replace(/^--filter: /, ''), at);
      }
    }
    if (kind === 'word' && text === 'true') return true;
    if (kind === 'word' && text === 'false') return false;
    if (kind === 'word' && text === 'null') return null;
    return fail('a "text", a number, true, false, null or /…/ is expected here', at);
  }
}
