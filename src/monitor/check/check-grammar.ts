/** `lag(orders) < 1000`: the little language of `monitor --check`, parsed; what is wrong is shown with a caret. */
import { LabError } from '../../text/errors.js';
import { nearestNames } from '../../text/nearest-names.js';

/**
 * check    = measure operator number
 * measure  = name [ "(" argument [ "," argument ] ")" ]
 * argument = bare word, or a text in double quotes
 * operator = "<" | "<=" | ">" | ">=" | "=" | "==" | "!="
 * number   = digits, with "_" between them, a decimal point, and k, M or G behind it
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

/** Throws LabError 'usage' that shows where. */
export function parseCheck(text: string): Check {
  const reader = new CheckReader(text);
  const at = reader.skip();
  const name = reader.take(/[A-Za-z_]+/y);
  if (name === undefined) throw reader.wrong('here a measure is expected', at);
  if (!isMeasure(name)) {
    const near = nearestNames(name, Object.keys(measures));
    throw reader.wrong(
      near.length > 0 ? `no such measure; did you mean ${near.join(', ')}?` : 'no such measure',
      at,
    );
  }
  const args = argumentsOf(reader);
  const [least, most] = measures[name].args;
  if (args.length < least || args.length > most) throw reader.wrong(`it is ${measures[name].means}`, at);
  const operatorAt = reader.skip();
  const operator = operators.find((each) => reader.accept(each));
  if (operator === undefined)
    throw reader.wrong(`here one of ${operators.join(' ')} is expected`, operatorAt);
  const value = numberOf(reader);
  const end = reader.skip();
  if (end < text.length) throw reader.wrong('here the check should end', end);
  return { text: text.trim(), measure: name, args, operator, value };
}

function isMeasure(name: string): name is MeasureName {
  return Object.hasOwn(measures, name);
}

function argumentsOf(reader: CheckReader): readonly string[] {
  reader.skip();
  if (!reader.accept('(')) return [];
  const args: string[] = [];
  do {
    const at = reader.skip();
    const quoted = reader.take(/"(?:[^"\\]|\\.)*"/y);
    const word = quoted?.slice(1, -1).replace(/\\(.)/g, '$1') ?? reader.take(/[^\s(),"<>=!]+/y);
    if (word === undefined)
      throw reader.wrong('here a name is expected; one with odd letters in double quotes', at);
    args.push(word);
    reader.skip();
  } while (reader.accept(','));
  const at = reader.skip();
  if (!reader.accept(')')) throw reader.wrong('here a ")" is expected', at);
  return args;
}

function numberOf(reader: CheckReader): number {
  const at = reader.skip();
  const digits = reader.take(/\d+(?:_\d+)*(?:\.\d+)?/y);
  if (digits === undefined) throw reader.wrong('here a number is expected, like 0, 1000, 1_000, 2.5k', at);
  const factor = factors[reader.take(/[kKMG]/y) ?? ''] ?? 1;
  return Number(digits.replaceAll('_', '')) * factor;
}

class CheckReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Over spaces; the place after them. */
  skip(): number {
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    return this.#at;
  }

  accept(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false;
    this.#at += word.length;
    return true;
  }

  take(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.#at;
    const found = sticky.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  wrong(what: string, at: number): LabError {
    // Tabs and line ends would move the caret.
    const line = this.#text.replace(/\s/g, ' ');
    return new LabError('usage', `--check: ${what}\n  ${line}\n  ${' '.repeat(at)}^`, {
      hint: `It looks like: lag(orders) < 1000. There are:\n${Object.values(measures)
        .map(({ means }) => `  ${means}`)
        .join('\n')}`,
    });
  }
}
