/** What is wrong with a value, for a person who has never heard of schemas: the words of every check of a file. */
import type { z } from 'zod';

const kinds: Readonly<Record<string, string>> = {
  string: 'text; put it in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

/** For `safeParse(value, { error: schemaWords })`; a message that a schema has of its own comes before these. */
export function schemaWords(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'it is missing';
      return `it is not ${kinds[issue.expected] ?? 'of the right kind'}`;
    case 'invalid_value':
      return `it is not one of ${issue.values.map(String).join(', ')}`;
    case 'invalid_key':
      return issue.issues[0]?.message;
    case 'invalid_union':
      return 'it is not of the right kind';
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? 'it is empty'
        : `it is too small; ${issue.inclusive === false ? 'it must be more than' : 'the least is'} ${issue.minimum}`;
    case 'too_big':
      return `it is too large; the most is ${issue.maximum}`;
    default:
      return undefined;
  }
}
