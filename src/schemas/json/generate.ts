/** Random JSON that fits a JSON Schema: made to be likely to fit, then checked. */
import { LabError } from '../../text/errors.js';
import { EncodeError } from '../codec.js';
import type { Random } from '../random.js';
import { Checker } from './checker.js';
import type { Failure } from './failure.js';
import { jsonText, ExactNumber, type Json, type JsonObject } from './json-value.js';
import { NoValue, RandomValue } from './random-value.js';
import type { SchemaSet } from './schema-set.js';

const mostTries = 50;

/** The JSON text of a value for each call. Throws LabError 'usage' if none was found that fits. */
export function jsonGenerator(set: SchemaSet): (random: Random) => string {
  return (random) => {
    const maker = new RandomValue(set, random);
    let failure: Failure | undefined;
    for (let tries = 1; tries <= mostTries; tries += 1) {
      try {
        const value = maker.make([set.root]);
        failure = new Checker(set).check(set.root, value, '');
        if (!failure) return exactText(value);
      } catch (error) {
        throw notFound(error, failure, tries);
      }
    }
    throw notFound(undefined, failure, mostTries);
  };
}

function notFound(error: unknown, failure: Failure | undefined, tries: number): unknown {
  const isOurs = error === undefined || error instanceof NoValue || error instanceof EncodeError;
  if (!isOurs) return error;
  const last = failure && `the last one: ${failure.path === '' ? 'it' : failure.path} ${failure.message}`;
  const why = last ?? error?.message;
  return new LabError(
    'usage',
    `No values were found for this JSON Schema in ${tries} ${tries === 1 ? 'try' : 'tries'}${why === undefined ? '' : `, ${why}`}.`,
    { hint: 'Values of your own can be written from a file: --file LINES instead of --generate' },
  );
}

/** All digits. */
function exactText(value: Json): string {
  if (value instanceof ExactNumber) {
    if (value.digits === 0n) return '0';
    if (value.power >= 0)
      return value.power < 30
        ? String(value.digits * 10n ** BigInt(value.power))
        : `${value.digits}e${value.power}`;
    const digits = String(value.digits < 0n ? -value.digits : value.digits).padStart(1 - value.power, '0');
    const sign = value.digits < 0n ? '-' : '';
    return value.power < -30
      ? `${value.digits}e${value.power}`
      : `${sign}${digits.slice(0, value.power)}.${digits.slice(value.power)}`;
  }
  if (value instanceof Map) {
    const members = [...(value as JsonObject)].map(
      ([name, each]) => `${JSON.stringify(name)}:${exactText(each)}`,
    );
    return `{${members.join(',')}}`;
  }
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map(exactText).join(',')}]`;
  return jsonText(value);
}
