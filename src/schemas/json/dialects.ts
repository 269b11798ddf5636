/** The drafts of JSON Schema that are read, and what differs between them. */
import { LabError } from '../../text/errors.js';

/** 4, 6, 7, 2019 and 2020. */
export type Dialect = 4 | 6 | 7 | 2019 | 2020;

/** What Confluent's serializers take a schema for that does not say it. */
export const unsaidDialect: Dialect = 7;

/** Of `$schema`. Throws LabError 'usage' for draft 3 and older. A meta-schema of somebody's own is taken for the newest. */
export function dialectOf(uri: string): Dialect {
  if (/draft\/2019-09/.test(uri)) return 2019;
  if (/draft-04/.test(uri)) return 4;
  if (/draft-06/.test(uri)) return 6;
  if (/draft-07/.test(uri)) return 7;
  if (/json-schema\.org\/draft-0[0-35]/.test(uri)) {
    throw new LabError('usage', `The schema is of ${uri}: drafts 4, 6, 7, 2019-09 and 2020-12 are read.`);
  }
  return 2020;
}

/** Keywords whose value is one schema. */
export const schemaKeywords = [
  ...['additionalProperties', 'additionalItems', 'contains', 'not', 'if', 'then', 'else', 'propertyNames'],
  ...['unevaluatedItems', 'unevaluatedProperties', 'contentSchema', 'items'],
];
/** A list of them. */
export const listKeywords = ['allOf', 'anyOf', 'oneOf', 'prefixItems', 'items'];
/** An object of them. */
export const mapKeywords = [
  'properties',
  'patternProperties',
  '$defs',
  'definitions',
  'dependentSchemas',
  'dependencies',
];
