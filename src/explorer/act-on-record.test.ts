import { expect, test } from '@jest/globals';
import type { CopiedRecord } from '../kafka/records/copied-record.js';
import { scriptedMenu, type Answer } from '../testing/program/scripted-menu.js';
import { actOnRecord } from './act-on-record.js';
import type { RecordAct } from './state/view-kind.js';

const record: CopiedRecord = {
  ...{ topic: 'orders', partition: 1, offset: 42, timestamp: 0, headers: [] },
  key: Buffer.from('k1'),
  value: Buffer.from('{"a":1}'),
};

/** What was run, and what was said. */
async function act(
  what: RecordAct,
  on: CopiedRecord,
  answers: readonly Answer[],
  isReadonly = false,
): Promise<{ readonly ran: readonly (readonly string[])[]; readonly said: readonly string[] }> {
  const settings = { bootstrapServers: ['localhost:1'], readonly: isReadonly };
  const { menu, ran } = scriptedMenu({
    answers,
    context: {
      connection: () => Promise.resolve({ name: 'live', settings }),
      kafka: () => Promise.reject(new Error('this test has no cluster')),
    } as never,
  });
  const said: string[] = [];
  await actOnRecord(menu, what, on, (text) => void said.push(text));
  return { ran, said };
}

test('sent again as it is, once one is sure', async () => {
  const { ran } = await act('again', record, [{ choose: 'Send it' }]);
  expect(ran).toEqual([['produce', 'orders', '{"a":1}', '--key', 'k1']]);
  expect((await act('again', record, [{ choose: 'Back' }])).ran).toEqual([]);
});

test('edited, it goes with its key', async () => {
  expect((await act('edit', record, [])).ran).toEqual([['produce', 'orders', '{"a":1}', '--key', 'k1']]);
});

test('edited, a decoded one goes by its schema', async () => {
  const decoded = { value: { text: Buffer.from('{"n":1}'), isJson: true, schema: '{"id":7}' } };
  const { ran } = await act('edit', { ...record, value: Buffer.from([0, 0, 0, 0, 7, 2]), decoded }, []);
  expect(ran[0]?.join(' ')).toContain('--encode value=as-read');
  expect(ran[0]?.join(' ')).toContain('{"value":{ "n": 1 },"valueSchema":{"id":7},"key":"k1","headers":[]}');
});

test('binary values are not edited', async () => {
  const { ran, said } = await act('edit', { ...record, value: Buffer.from([0xff, 0]) }, []);
  expect(ran).toEqual([]);
  expect(said).toEqual(['A binary value cannot be edited here; it can be sent again as it is.']);
});

test.each(['edit', 'again', 'elsewhere'] as const)(
  '%s: a readonly connection says so first',
  async (what) => {
    const { ran, said } = await act(what, record, [], true);
    expect(ran).toEqual([]);
    expect(said.join('')).toContain('connection live is readonly');
  },
);
