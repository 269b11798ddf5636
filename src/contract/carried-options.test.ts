import { describe, expect, test } from '@jest/globals';
import { commands } from '../commands/index.js';
import type { RawOptions } from './command.js';
import { LabError } from '../text/errors.js';
import { carriedByError, carriedIn, carrying } from './carried-options.js';

const two = { cluster: 'two' };

describe('a printed command', () => {
  test.each<[RawOptions, string, string]>([
    [two, 'See: kafka-lab topics list', 'See: kafka-lab --cluster two topics list'],
    [{ connection: 'my prod' }, 'kafka-lab topics list', "kafka-lab -c 'my prod' topics list"],
    [{ bootstrapServer: 'a:1,b:2' }, 'kafka-lab produce t "hello"', 'kafka-lab -b a:1,b:2 produce t "hello"'],
    // The access of a connection, at another address.
    [{ connection: 'c', bootstrapServer: 'a:1' }, 'kafka-lab consume t', 'kafka-lab -b a:1 -c c consume t'],
    [
      { registry: 'http://r:8081' },
      'kafka-lab schemas list',
      'kafka-lab --registry http://r:8081 schemas list',
    ],
    [{ zookeeper: 'z:2181/k' }, 'kafka-lab zookeeper tree', 'kafka-lab --zookeeper z:2181/k zookeeper tree'],
    [
      two,
      'Next: kafka-lab topics create a   then: kafka-lab consume a, (kafka-lab groups list).',
      'Next: kafka-lab --cluster two topics create a   then: kafka-lab --cluster two consume a, (kafka-lab --cluster two groups list).',
    ],
    [two, 'line by line: kafka-lab --plain', 'line by line: kafka-lab --cluster two --plain'],
  ])('%j: %s', (typed, text, carried) => {
    const carry = carrying(typed, commands);
    expect(carry(text)).toBe(carried);
    expect(carry(carried)).toBe(carried);
  });

  test.each([
    'kafka-lab cluster up --name two --brokers 3',
    'kafka-lab topics list --cluster three',
    'kafka-lab topics describe t -c prod; then more',
    'kafka-lab drill run leader-kill --cluster three',
    'kafka-lab connections add NAME -b HOST:PORT',
    'kafka-lab explain isr',
    'kafka-lab topics create --help',
    'kafka-lab --help',
    'what kafka-lab knows of topics, and kafka-lab only',
    'source <(kafka-lab completion bash)',
    'See node_modules/kafka-lab topics',
    // A name.
    'Group "kafka-lab topics list" is gone',
    `kafka-lab groups describe 'kafka-lab topics list' -c prod`,
    `kafka-lab groups describe $'\\x1b\\' kafka-lab topics list' -c prod`,
  ])('that asks another cluster or none is left as it is: %s', (text) => {
    expect(carrying({ ...two, zookeeper: undefined }, commands)(text)).toBe(text);
  });

  test('about practice clusters takes no address', () => {
    const carry = carrying({ bootstrapServer: 'a:1', registry: 'http://r:8081' }, commands);
    expect(carry('kafka-lab cluster add; kafka-lab cluster quorum')).toBe(
      'kafka-lab cluster add; kafka-lab -b a:1 --registry http://r:8081 cluster quorum',
    );
    expect(carrying(two, commands)('kafka-lab cluster add')).toBe('kafka-lab --cluster two cluster add');
  });

  test('that names its cluster takes the registry that was typed', () => {
    const carry = carrying({ ...two, registry: 'http://r:8081' }, commands);
    expect(carry('kafka-lab schemas list --cluster two')).toBe(
      'kafka-lab --registry http://r:8081 schemas list --cluster two',
    );
  });

  test.each([
    [{ registry: 'https://me:secret@r:8081/x' }, '--registry https://USER:PASSWORD@r:8081/x'],
    [{ registry: 'https://me:sec@ret@r:8081' }, '--registry https://USER:PASSWORD@r:8081'],
    [{ bootstrapServer: 'a:1,me:secret@b:2' }, '-b a:1,LOGIN@b:2'],
    [{ zookeeper: 'me:secret@b:2' }, '--zookeeper LOGIN@b:2'],
  ])('shows no login: %j', (typed, carried) => {
    expect(carrying(typed, commands)('kafka-lab topics list')).toBe(`kafka-lab ${carried} topics list`);
  });
});

test('a view carries them in the notes and failures of all its sections, and not in cells', () => {
  const line = 'kafka-lab topics list';
  const view = { header: ['A'], rows: [[line]], notes: [line], failures: [line] };
  const carried = 'kafka-lab --cluster two topics list';
  const expected = { header: ['A'], rows: [[line]], notes: [carried], failures: [carried] };
  expect(carriedIn({ ...view, more: [view] }, carrying(two, commands))).toEqual({
    ...expected,
    more: [expected],
  });
});

test('an error carries them in its hint', () => {
  const cause = new Error('why');
  const error = new LabError('refused', 'No "kafka-lab topics list"', {
    hint: 'kafka-lab topics list',
    cause,
  });
  const carried = carriedByError(error, carrying(two, commands));
  expect(carried).toMatchObject({
    code: 'refused',
    message: error.message,
    hint: 'kafka-lab --cluster two topics list',
    cause,
    stack: error.stack,
  });
  expect(carriedByError(cause, carrying(two, commands))).toBe(cause);
});

test('what no cluster says anything to', () => {
  const none = commands.filter(({ asks }) => asks === 'none').map(({ path }) => path);
  expect(none.filter((path) => !path.startsWith('connections '))).toEqual([
    ...['file-schema', 'learn list', 'drill list', 'drill report', 'explain', 'completion'],
  ]);
});
