import { expect, test } from '@jest/globals';
import type { Context } from '../contract/command.js';
import { fieldsOf } from '../contract/fields.js';
import { consumeOptions } from './_consume-options.js';
import { goOnCommands } from './_consume-search.js';

const partition = (number: number, next: number) => ({
  topic: 'orders',
  partition: number,
  from: 0,
  to: 100,
  next,
  records: 1,
});

test.each([
  [{ grep: 'it is' }, {}, "kafka-lab consume orders --from 0:7,1:100 --grep 'it is'"],
  [
    { key: 'k1', allPartitions: true },
    {},
    'kafka-lab consume orders --from 0:7,1:100 --key k1 --all-partitions',
  ],
  [
    { grep: 'x', to: '100' },
    { output: 'jsonl' },
    'kafka-lab consume orders --from 0:7 --to 100 --grep x -o jsonl',
  ],
  // No option is taken for the value of the one before it.
  [
    { key: '--x', grep: '-y', allPartitions: true, isolation: 'read_uncommitted' },
    {},
    'kafka-lab consume orders --from 0:7,1:100 --isolation read_uncommitted --grep=-y --key=--x --all-partitions',
  ],
  [
    {
      grep: 'x',
      keys: true,
      offsets: true,
      noDecode: true,
      allPartitions: true,
      key: '-k',
      protoPath: ['a', 'b'],
    },
    {},
    'kafka-lab consume orders --from 0:7,1:100 --keys --offsets --grep x --key=-k --all-partitions --no-decode --proto-path a --proto-path b',
  ],
])('%j %j', (given, globals, line) => {
  const chosen = consumeOptions.parse({ topic: ['orders'], ...given });
  const context = { globals } as unknown as Pick<Context, 'globals'>;
  expect(goOnCommands(context, chosen, [partition(0, 7), partition(1, 100)])).toEqual([line]);
});

const saidOtherwise = ['topic', 'include', 'fromBeginning', 'from', 'partition', 'group'];
const fields = fieldsOf(consumeOptions).filter(({ name }) => !saidOtherwise.includes(name));

test.each(fields.map((field) => [field.flag, field] as const))(
  '--%s is kept',
  (flag, { name, type, choices }) => {
    const word = choices?.at(-1) ?? '5';
    const value = { boolean: true, list: [word], integer: 5, number: 5, string: word }[type];
    const chosen = { ...consumeOptions.parse({ topic: ['orders'] }), [name]: value };
    const context = { globals: {} } as unknown as Pick<Context, 'globals'>;
    const [line] = goOnCommands(context, chosen, [partition(0, 7)]);
    expect(line).toBe(`kafka-lab consume orders --from 0:7 --${flag}${type === 'boolean' ? '' : ` ${word}`}`);
  },
);
