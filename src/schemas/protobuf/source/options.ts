/** Options of .proto texts: the few that decoding needs are kept, all others are read over. */
import type { Features } from './model.js';
import type { Tokens } from './tokens.js';

/** A scalar as it is written; of `{ … }` its own scalars by `name`. */
export type OptionValue = string | ReadonlyMap<string, string>;

/** `name = value` of `option …;` and of `[ … ]`; `take` gets each. */
export function readOption(tokens: Tokens, take: (name: string, value: OptionValue) => void): void {
  let name = '';
  do {
    if (tokens.has('(')) {
      name += `(${tokens.dottedName('the name of an option')})`;
      tokens.expect(')');
    } else name += tokens.name('the name of an option');
    if (tokens.is('.')) name += '.';
  } while (tokens.has('.'));
  tokens.expect('=');
  take(name, readValue(tokens));
}

/** `[a = 1, b = 2]`, if there is one. */
export function readOptionList(tokens: Tokens, take: (name: string, value: OptionValue) => void): void {
  if (!tokens.has('[')) return;
  do readOption(tokens, take);
  while (tokens.has(','));
  tokens.expect(']');
}

function readValue(tokens: Tokens): OptionValue {
  if (tokens.is('{')) return readAggregate(tokens);
  if (tokens.kind === 'text') return tokens.text('a text');
  const sign = tokens.has('-') ? '-' : tokens.has('+') ? '+' : '';
  if (tokens.kind !== 'name' && tokens.kind !== 'number') throw tokens.unexpected('a value');
  const { word } = tokens;
  tokens.next();
  return sign + word;
}

/** Text format: brackets are counted, not nested, so that none are too deep. */
function readAggregate(tokens: Tokens): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const open: string[] = [];
  let name = '';
  do {
    if (tokens.kind === 'end') throw tokens.unexpected('"}"');
    const isSign = tokens.kind === 'sign';
    const { word } = tokens;
    if (isSign && (word === '{' || word === '[' || word === '<')) open.push(word);
    else if (isSign && (word === '}' || word === ']' || word === '>')) {
      const opened = open.pop() ?? '';
      if (`${opened}${word}` !== '{}' && `${opened}${word}` !== '[]' && `${opened}${word}` !== '<>')
        throw tokens.unexpected('the other bracket');
    } else if (open.length === 1 && !isSign) {
      if (name !== '') found.set(name, word);
      name = name === '' && tokens.kind === 'name' ? word : '';
    } else if (word !== ':') name = '';
    tokens.next();
  } while (open.length > 0);
  return found;
}

const featureNames: Readonly<Record<string, keyof Features>> = {
  field_presence: 'presence',
  enum_type: 'enumType',
  repeated_field_encoding: 'repeatedEncoding',
  message_encoding: 'messageEncoding',
};
const featureKeys: ReadonlyMap<string, keyof Features> = new Map(Object.entries(featureNames));

/** `features.field_presence = IMPLICIT`, `features = { field_presence: IMPLICIT }` */
export function takeFeature(features: Features, name: string, value: OptionValue): void {
  const each =
    typeof value === 'string'
      ? [[name, value] as const]
      : [...value].map(([key, word]) => [`${name}.${key}`, word] as const);
  for (const [full, word] of each) {
    const key = full.startsWith('features.') ? featureKeys.get(full.slice('features.'.length)) : undefined;
    if (key !== undefined) features[key] = word;
  }
}
