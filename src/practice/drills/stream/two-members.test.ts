import { expect, test } from '@jest/globals';
import { Ledger } from './ledger.js';
import type { Stage } from './stage.js';
import { printedRecord, startTwoMembers } from './two-members.js';

const line = '{"partition":2,"offset":41,"timestamp":1,"key":null,"value":"17 xxxx","headers":{}}';

test('what consume prints', () => {
  expect(printedRecord(line)).toEqual({ id: 17, partition: 2, offset: 41 });
});

test.each(['', 'null', '7', '"text"', '[]', '{}', '{"partition":"2","offset":41,"value":"1"}', 'Warning: …'])(
  'a line that is not a record (%j) ends no drill',
  (text) => {
    expect(printedRecord(text)).toBeUndefined();
  },
);

test('a member that is killed leaves half a line, which tells of no record', () => {
  for (let length = 0; length < line.length; length++) {
    expect(printedRecord(line.slice(0, length))).toBeUndefined();
  }
});

test('members that cannot be started end no drill', async () => {
  const own = process.execPath;
  process.execPath = '/nowhere/node';
  try {
    const actions: string[] = [];
    const group = startTwoMembers({
      ...{ topic: 't', bootstrapServers: 'x:1', program: { packageFolder: '/nowhere', env: {} } },
      ledger: new Ledger(),
      action: (text: string) => void actions.push(text),
      afterwards: () => undefined,
    } as unknown as Stage);
    group.crash();
    await group.stop();
    expect(actions).toEqual(['consumer killed']);
  } finally {
    process.execPath = own;
  }
});
