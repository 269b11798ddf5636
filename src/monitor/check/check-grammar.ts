/** `lag(orders) < 1000`: parses the language of `monitor --check`; a caret shows where it is wrong. */
import { Expression, type Language } from '../../text/expression.js';
import { nearestNames } from '../../text/nearest-names.js';

/**
 * check    = measure operator number
 * measure  = name [ "(" argument [ "," argument ] ")" ]
 * argument = bare word, or a string in quotes
 * operator = "<" | "<=" | ">" | ">=" | "=" | "==" | "!="
 * number   = digits, with "_" between them, a decimal point, and k, M or G after them
 */
export interface Check {
  /** As it was typed. */
  readonly text: string;
  readonly measure: MeasureName;
  readonly args: readonly string[];
  readonly operator: Operator;
  readonly value: number;
}

export const measures = {
  lag: { args: [1, 2], means: 'lag(GROUP[, TOPIC]): records that a group is behind' },
  max_lag: { args: [0, 0], means: 'max_lag: the lag of the group that is furthest behind' },
  members: { args: [1, 1], means: 'members(GROUP): members of a group' },
  under_replicated: {
    args: [0, 1],
    means: 'under_replicated[(TOPIC)]: partitions with too few replicas in sync',
  },
  offline: { args: [0, 1], means: 'offline[(TOPIC)]: partitions without a leader' },
  brokers: { args: [0, 0], means: 'brokers: brokers that are in the cluster and answer' },
  topics: { args: [0, 0], means: 'topics: topics, without internal ones' },
  partitions: { args: [0, 1], means: 'partitions[(TOPIC)]: partitions' },
  records: { args: [1, 1], means: 'records(TOPIC): records between the ends of its partitions' },
  rate: { args: [0, 1], means: 'rate[(TOPIC)]: records written a second, over two rounds' },
  disk: { args: [0, 1], means: 'disk[(BROKER)]: bytes of the logs' },
} as const satisfies Record<string, { args: readonly [number, number]; means: string }>;

export type MeasureName = keyof typeof measures;

const operators = ['<=', '>=', '==', '!=', '<', '>', '='] as const;
export type Operator = (typeof operators)[number];

const factors: Readonly<Record<string, number>> = { '': 1, k: 1e3, K: 1e3, M: 1e6, G: 1e9 };

const language: Language = {
  option: '--check',
  hint: `It looks like: lag(orders) < 1000. There are:\n${Object.values(measures)
    .map(({ means }) => `  ${means}`)
    .join('\n')}`,
  patterns: { word: /[^\s(),"<>=!]+/y, sign: /<=|>=|==|!=|[<>=(),]/y },
};

/** Throws LabError 'usage' that shows the place. */
export function parseCheck(text: string): Check {
  const tokens = new Expression(text, language);
  const { kind, text: name, at } = tokens.take();
  if (kind !== 'word') throw tokens.wrong('a measure is expected here', at);
  if (!isMeasure(name)) {
    const near = nearestNames(name, Object.keys(measures));
    const meant = near.length > 0 ? `; did you mean ${near.join(', ')}?` : '';
    throw tokens.wrong(`no such measure${meant}`, at);
  }
  const args = argumentsOf(tokens);
  const [least, most] = measures[name].args;
  if (args.length < least || args.length > most) throw tokens.wrong(`it is ${measures[name].means}`, at);
  const operator = operators.find((each) => tokens.accept(each));
  if (operator === undefined) throw tokens.wrong(`an operator is expected here: ${operators.join(' ')}`);
  const value = numberOf(tokens);
  if (tokens.token.kind !== 'end') throw tokens.wrong('the end is expected here');
  return { text: text.trim(), measure: name, args, operator, value };
}

function isMeasure(name: string): name is MeasureName {
  return Object.hasOwn(measures, name);
}

function argumentsOf(tokens: Expression): readonly string[] {
  if (!tokens.accept('(')) return [];
  const args: string[] = [];
  do {
    const { kind, text, at } = tokens.take();
    if (kind !== 'word' && kind !== 'string') {
      throw tokens.wrong('a name is expected here; put one with special characters in quotes', at);
    }
    args.push(text);
  } while (tokens.accept(','));
  if (!tokens.accept(')')) throw tokens.wrong('a ) is missing');
  return args;
}

function numberOf(tokens: Expression): number {
  const { kind, text, at } = tokens.take();
  const [, digits = '', unit = ''] = /^(\d+(?:_\d+)*(?:\.\d+)?)([kKMG]?)$/.exec(text) ?? [];
  if (kind !== 'word' || digits === '') {
    throw tokens.wrong('a number is expected here, like 0, 1000, 1_000, 2.5k', at);
  }
  return Number(digits.replaceAll('_', '')) * (factors[unit] ?? 1);
}
