/** Random numbers and texts within what schemas ask of them, as far as that can be aimed at. */
import { below, randomWord, type Random } from '../random.js';
import { compareNumbers, exactNumber, ExactNumber, type Json, type JsonObject } from './json-value.js';
import { patternSampler } from './random-pattern.js';

/** Beyond, a limit is taken for none. */
const mostDigits = 400;
const mostTries = 20;
const longestText = 1024 * 1024;
const [wholeSpan, spanOfUnits] = [100_000n, 1000n];
const one = new ExactNumber(1n, 0);
const firstSecond = Date.UTC(2026, 0, 1) / 1000;
const secondsPerYear = 365 * 86_400;

/** Of each schema that the number has to fit. */
export function randomNumber(schemas: readonly JsonObject[], isWhole: boolean, random: Random): ExactNumber {
  const least = limitOf(schemas, 'minimum', 'exclusiveMinimum', 1);
  const most = limitOf(schemas, 'maximum', 'exclusiveMaximum', -1);
  const multiples = numbers(schemas, 'multipleOf').filter(({ digits }) => digits > 0n);
  const step =
    multiples[below(multiples.length, random)] ?? (isWhole ? one : stepBetween(least?.value, most?.value));
  const power = Math.min(0, step.power, least?.value.power ?? 0, most?.value.power ?? 0);
  const scaled = ({ digits, power: own }: ExactNumber) => digits * 10n ** BigInt(own - power);
  const size = scaled(step);
  // Counted in steps.
  let from = least && ceilDivided(scaled(least.value), size);
  let to = most && -ceilDivided(-scaled(most.value), size);
  if (least?.isExclusive === true && from !== undefined && from * size === scaled(least.value)) from += 1n;
  if (most?.isExclusive === true && to !== undefined && to * size === scaled(most.value)) to -= 1n;
  const steps = (spanOfUnits * scaled(one)) / size + 1n;
  const usual = isWhole || steps > wholeSpan ? wholeSpan : steps;
  const start = from ?? (to === undefined || to >= 0n ? 0n : to - usual);
  const end = to === undefined || to - start > usual ? start + usual : to;
  const chosen = start + BigInt(below(Number(end - start > 0n ? end - start + 1n : 1n), random));
  return exactNumber(step.digits * chosen, step.power);
}

interface Limit {
  readonly value: ExactNumber;
  readonly isExclusive: boolean;
}

/** The narrowest; `sign`: 1 for lower ones. */
function limitOf(
  schemas: readonly JsonObject[],
  keyword: string,
  exclusive: string,
  sign: 1 | -1,
): Limit | undefined {
  const limits = schemas.flatMap((schema): Limit[] => [
    // In draft 4 the other keyword is true or false.
    ...numbers([schema], keyword).map((value) => ({ value, isExclusive: schema.get(exclusive) === true })),
    ...numbers([schema], exclusive).map((value) => ({ value, isExclusive: true })),
  ]);
  const order = (a: Limit, b: Limit) =>
    compareNumbers(b.value, a.value) * sign || Number(b.isExclusive) - Number(a.isExclusive);
  return limits.sort(order)[0];
}

function numbers(schemas: readonly JsonObject[], keyword: string): ExactNumber[] {
  return schemas
    .map((schema) => schema.get(keyword))
    .filter((value) => value instanceof ExactNumber && Math.abs(value.power) < mostDigits)
    .map((value) => value as ExactNumber);
}

/** Hundredths, or what is between two limits that are closer. */
function stepBetween(least: ExactNumber | undefined, most: ExactNumber | undefined): ExactNumber {
  const between = least && most ? most.value - least.value : Infinity;
  const power = between > 0 && between < 1 ? Math.floor(Math.log10(between)) - 2 : -2;
  return new ExactNumber(1n, Math.max(power, -mostDigits));
}

function ceilDivided(value: bigint, by: bigint): bigint {
  const whole = value / by;
  return whole * by < value ? whole + 1n : whole;
}

/** Of each schema that the text has to fit. */
export function randomText(schemas: readonly JsonObject[], random: Random): string {
  const least = Math.max(0, ...counts(schemas, 'minLength'));
  const most = Math.min(longestText, ...counts(schemas, 'maxLength'));
  const format = texts(schemas, 'format')
    .map((name) => formats.get(name))
    .find((each) => each !== undefined);
  const [pattern] = texts(schemas, 'pattern');
  const sample = format ?? (pattern === undefined ? undefined : patternSampler(pattern));
  if (!sample) return fitted(randomWord(random), least, most, random);
  for (let tries = 1; ; tries += 1) {
    const text = sample(random);
    const length = Array.from(text).length;
    if ((length >= least && length <= most) || tries >= mostTries) return text;
  }
}

function fitted(word: string, least: number, most: number, random: Random): string {
  let text = word;
  while (text.length < Math.min(least, longestText)) text += randomWord(random);
  const length = Math.max(least, Math.min(most, word.length));
  return text.slice(0, length);
}

export function counts(schemas: readonly JsonObject[], keyword: string): number[] {
  return numbers(schemas, keyword).map(({ value }) => value);
}

function texts(schemas: readonly JsonObject[], keyword: string): string[] {
  return schemas
    .map((schema): Json | undefined => schema.get(keyword))
    .filter((each) => typeof each === 'string');
}

const formats: ReadonlyMap<string, (random: Random) => string> = new Map(
  Object.entries({
    'date-time': (random: Random) => timeText(random).replace('.000Z', 'Z'),
    date: (random: Random) => timeText(random).slice(0, 10),
    time: (random: Random) => timeText(random).slice(11).replace('.000Z', 'Z'),
    duration: (random: Random) => `PT${below(10_000, random)}S`,
    email: (random: Random) => `${randomWord(random)}@example.com`,
    'idn-email': (random: Random) => `${randomWord(random)}@example.com`,
    hostname: (random: Random) => `${randomWord(random)}.example.com`,
    'idn-hostname': (random: Random) => `${randomWord(random)}.example.com`,
    // Addresses for documentation (RFC 5737, RFC 3849).
    ipv4: (random: Random) => `192.0.2.${below(256, random)}`,
    ipv6: (random: Random) => `2001:db8::${below(65_536, random).toString(16)}`,
    uri: (random: Random) => `https://example.com/${randomWord(random)}`,
    iri: (random: Random) => `https://example.com/${randomWord(random)}`,
    'uri-reference': (random: Random) => `/${randomWord(random)}`,
    'iri-reference': (random: Random) => `/${randomWord(random)}`,
    'uri-template': (random: Random) => `https://example.com/{${randomWord(random)}}`,
    uuid: randomUuid,
    'json-pointer': (random: Random) => `/${randomWord(random)}`,
    'relative-json-pointer': (random: Random) => `0/${randomWord(random)}`,
    regex: (random: Random) => `^${randomWord(random)}$`,
  }),
);

function timeText(random: Random): string {
  return new Date((firstSecond + below(secondsPerYear, random)) * 1000).toISOString();
}

/** Of version 4. */
function randomUuid(random: Random): string {
  const hex = (count: number) => Array.from({ length: count }, () => below(16, random).toString(16)).join('');
  return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
}
