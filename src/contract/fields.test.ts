import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { complaint, fieldsOf, narrowest, typed } from './fields.js';
import { kebab } from '../text/letter-case.js';

const schema = z.object({
  topic: z.array(z.string()).min(1).meta({ description: 'topics', completes: 'topic' }),
  replicationFactor: z.int().min(1).max(9).optional().meta({ description: 'copies', short: 'r' }),
  ratio: z.number().default(0.5),
  acks: z.enum(['all', 'one']).default('all'),
  dryRun: z.boolean().default(false),
  header: z.array(z.string()).default([]).meta({ placeholder: 'NAME=VALUE' }),
  offset: z.int().optional(),
  id: z.string().min(1).optional(),
});
const fields = fieldsOf(schema, ['topic']);
const field = (name: string) => fields.find((each) => each.name === name)!;

test('fieldsOf tells names, flags, types, defaults, choices and places', () => {
  expect(fields.map(({ name, flag, type, required }) => [name, flag, type, required])).toEqual([
    ['topic', 'topic', 'list', true],
    ['replicationFactor', 'replication-factor', 'integer', false],
    ['ratio', 'ratio', 'number', false],
    ['acks', 'acks', 'string', false],
    ['dryRun', 'dry-run', 'boolean', false],
    ['header', 'header', 'list', false],
    ['offset', 'offset', 'integer', false],
    ['id', 'id', 'string', false],
  ]);
  expect(field('topic')).toMatchObject({ position: 0, placeholder: 'TOPIC', description: 'topics' });
  expect(field('replicationFactor')).toMatchObject({ short: 'r', placeholder: 'N', default: undefined });
  expect(field('ratio')).toMatchObject({ position: undefined, default: 0.5, short: undefined });
  expect(field('acks')).toMatchObject({ choices: ['all', 'one'], default: 'all', description: '' });
  expect(field('header')).toMatchObject({ placeholder: 'NAME=VALUE', default: [] });
});

describe('typed', () => {
  test.each([
    ['replicationFactor', '3', 3],
    ['replicationFactor', '3.5', 3.5],
    ['replicationFactor', 'three', 'three'],
    ['replicationFactor', ' ', ' '],
    ['ratio', '1e-1', 0.1],
    ['acks', 'one', 'one'],
    ['topic', ['1'], ['1']],
    ['topic', ['bin', 'a', 'bin'], ['bin', 'a']],
    ['header', ['a=1', 'a=1'], ['a=1', 'a=1']],
    ['dryRun', true, true],
  ])('%s %j → %j', (name, raw, expected) => {
    expect(typed(fields, { [name]: raw })).toEqual({ [name]: expected });
  });

  test('leaves out what is absent, so that defaults apply, and what no field knows', () => {
    expect(typed(fields, { acks: undefined, stranger: 1 })).toEqual({});
  });
});

test.each([
  ['replicationFactor', '0', '"0" is too small; the least is 1.'],
  ['replicationFactor', '10', '"10" is too large; the most is 9.'],
  ['replicationFactor', '1.5', '"1.5" is not a whole number.'],
  ['replicationFactor', 'two', '"two" is not a whole number.'],
  ['replicationFactor', '99999999999999999999', '"99999999999999999999" is too large; the most is 9.'],
  ['replicationFactor', '1e2', '"1e2" is too large; the most is 9.'],
  ['offset', '9007199254740993', '"9007199254740993" is too large; the most is 9007199254740991.'],
  ['id', '', 'It is empty.'],
  ['ratio', 'half', '"half" is not a number.'],
  ['acks', 'some', '"some" is not one of all, one.'],
  ['topic', undefined, 'It is missing.'],
  ['topic', [], 'It is missing.'],
])('complaint about %s %j', (name, raw, expected) => {
  const { error } = schema.safeParse(typed(fields, { topic: ['t'], [name]: raw }), { reportInput: true });
  expect(narrowest(error?.issues ?? []).map((issue) => complaint(issue, field(name), raw))).toEqual([
    expected,
  ]);
});

test.each([
  ['a', 'a'],
  ['bootstrapServer', 'bootstrap-server'],
  ['ifNotExists', 'if-not-exists'],
])('kebab %s', (name, expected) => {
  expect(kebab(name)).toBe(expected);
});
