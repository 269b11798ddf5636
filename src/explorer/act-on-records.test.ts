import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CopiedRecord } from '../kafka/records/copied-record.js';
import { scriptedMenu, type Answer } from '../testing/program/scripted-menu.js';
import { actOnRecords } from './act-on-records.js';
import type { RecordsAct } from './state/view-kind.js';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'kafka-lab-marks-'));
});
afterEach(() => rmSync(cwd, { recursive: true }));

const records = [7, 9].map((offset): CopiedRecord => ({
  ...{ topic: 'orders', partition: 1, offset, timestamp: 0, headers: [] },
  key: Buffer.from('k1'),
  value: Buffer.from(`{"a":${offset}}`),
}));

async function act(
  what: RecordsAct,
  answers: readonly Answer[],
  { isReadonly = false, exitCodes = [] as readonly number[], on = records } = {},
) {
  const settings = { bootstrapServers: ['localhost:1'], readonly: isReadonly };
  const { menu, ran, asked } = scriptedMenu({
    ...{ answers, exitCodes },
    context: { cwd, connection: () => Promise.resolve({ name: 'live', settings }) } as never,
  });
  const said: string[] = [];
  await actOnRecords(menu, what, on, (text) => void said.push(text));
  return { ran, said, asked: asked.map(({ title }) => title) };
}

test('sent again once one is sure, a line each', async () => {
  const { ran, asked } = await act('again', [{ choose: 'Send it' }]);
  expect(asked).toEqual(['Write 2 records to orders again?', 'Written: 2 records.']);
  expect(ran).toEqual([
    ['produce', 'orders', '{"a":7}', '--key', 'k1'],
    ['produce', 'orders', '{"a":9}', '--key', 'k1'],
  ]);
  expect((await act('again', [{ choose: 'Back' }])).ran).toEqual([]);
});

test('the first that fails ends it', async () => {
  const { ran, asked } = await act('again', [{ choose: 'Send it' }], { exitCodes: [1] });
  expect(ran).toHaveLength(1);
  expect(asked.at(-1)).toBe('0 of 2 records written; the lines above say why it stopped there.');
});

test('a readonly connection says so first', async () => {
  const { asked, said } = await act('again', [], { isReadonly: true });
  expect([asked, said.join('')]).toEqual([[], expect.stringContaining('connection live is readonly')]);
});

test('values go into a folder, byte for byte, over no file that is there', async () => {
  const folder = join(cwd, 'new', 'letters');
  expect((await act('save', [{ type: 'new/letters' }])).said).toEqual([`2 values saved in ${folder}`]);
  expect(readFileSync(join(folder, 'orders-1-9.json'), 'utf8')).toBe('{"a":9}');
  writeFileSync(join(folder, 'orders-1-7.json'), 'mine');
  rmSync(join(folder, 'orders-1-9.json'));
  expect((await act('save', [{ type: 'new/letters' }])).said).toEqual([
    `1 of 2 values saved in ${folder}; there already, and kept: orders-1-7.json`,
  ]);
  expect(readFileSync(join(folder, 'orders-1-7.json'), 'utf8')).toBe('mine');
});

test('a folder that cannot be made is told, and the name of a topic leads to no other folder', async () => {
  writeFileSync(join(cwd, 'file'), '');
  expect((await act('save', [{ type: 'file' }])).said).toEqual([
    expect.stringMatching(/^0 of 2 values saved: /),
  ]);
  const on = records.map((record) => ({ ...record, topic: '../../up' }));
  await act('save', [{ type: '' }], { on });
  expect(readdirSync(cwd).sort()).toEqual(['..-..-up-1-7.json', '..-..-up-1-9.json', 'file']);
});
