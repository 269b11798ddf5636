import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../contract/command.js';
import { scriptedMenu, type Answer } from '../testing/program/scripted-menu.js';
import { identify } from '../practice/cluster/state/process-identity.js';
import { killOrStart } from './kill-or-start.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kafka-lab-kill-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Broker 1 is this very process, so it runs; broker 2 is none. What the menu runs is only noted. */
async function madeCluster(name: string, phase = 'up'): Promise<void> {
  const own = await identify(process.pid);
  const broker = (id: number, more = {}) => ({
    ...{ name: `kafka${id}`, kind: 'broker', id, address: `localhost:${7000 + id}`, port: 7000 + id },
    ...more,
  });
  const zookeeper = { name: 'zookeeper', kind: 'zookeeper', id: 0, address: 'localhost:7000', port: 7000 };
  const process1 = { process: { ...own, startedAt: '2026-01-01T00:00:00Z' } };
  const services = [{ ...zookeeper, ...process1 }, broker(1, process1), broker(2)];
  const state = { version: 1, name, engine: 'java', phase, file: 'x.yml', java: 'java', services };
  mkdirSync(join(folder, 'clusters', name), { recursive: true });
  writeFileSync(join(folder, 'clusters', name, 'state.json'), JSON.stringify(state));
}

async function pressed(
  context: Partial<Context>,
  service: string | undefined,
  cluster?: string,
  answers: readonly Answer[] = [],
) {
  const said: string[] = [];
  const folders = { data: folder, cache: folder, config: folder } as unknown as Context['folders'];
  const { menu, ran, asked } = scriptedMenu({
    answers,
    context: {
      folders,
      globals: {},
      env: {},
      connection: () => Promise.resolve(undefined),
      ...context,
    } as never,
  });
  await killOrStart(menu, { service, cluster }, (text) => said.push(text));
  return { said, ran, asked };
}

describe('K', () => {
  test.each<[string, Partial<Context>]>([
    ['without a practice cluster', {}],
    ['on a named connection', { connection: () => Promise.resolve({ name: 'prod' } as never) }],
  ])('%s: told, nothing asked or run', async (_where, context) => {
    expect(await pressed(context, '2')).toEqual({
      said: [expect.stringContaining('K kills brokers of practice clusters only')],
      ran: [],
      asked: [],
    });
  });

  test('a practice cluster that is not up: told with what to do', async () => {
    const { said, ran } = await pressed({}, 'kafka2', 'gone');
    expect(said.join('')).toMatch(/practice cluster .*gone/i);
    expect(ran).toEqual([]);
  });

  test.each<[string, string, string | undefined, Partial<Context>, readonly string[]]>([
    ['one that runs', 'lab', '1', {}, ['cluster', 'kill', '1']],
    ['one that is down', 'lab', '2', {}, ['cluster', 'start', '2']],
    [
      'one of another cluster, by its address',
      'other',
      '1',
      {
        globals: { bootstrapServer: 'localhost:7002' },
        target: () => Promise.resolve({ bootstrapServers: [{ host: 'localhost', port: 7002 }] }),
      } as never,
      ['cluster', 'kill', '1', '--name', 'other'],
    ],
  ])('%s: its command, once it was looked at', async (_which, name, service, context, line) => {
    await madeCluster(name);
    expect(await pressed(context, service)).toMatchObject({ said: [], ran: [] });
    const { ran, said } = await pressed(context, service, undefined, [{ choose: 'Run it' }]);
    expect(said).toEqual([]);
    expect(ran).toEqual([line]);
  });

  test('without one under the cursor: asked which, beginning with the one that is down', async () => {
    await madeCluster('lab');
    const { ran, asked } = await pressed({}, undefined, undefined, [
      { choose: 'kafka2' },
      { choose: 'Run it' },
    ]);
    expect(asked[0]).toMatchObject({
      title: 'Practice cluster lab: kill or start which?',
      labels: ['kafka1', 'kafka2', 'zookeeper'],
      cursor: 'kafka2',
    });
    expect(ran).toEqual([['cluster', 'start', 'kafka2']]);
    expect((await pressed({}, undefined)).ran).toEqual([]);
  });

  test('the one that is looked at was taken down: how to start it', async () => {
    await madeCluster('lab', 'down');
    const { said } = await pressed({}, '1');
    expect(said).toEqual(['Practice cluster lab is not up. Start it: kafka-lab cluster up --name lab']);
  });

  test('a broker at another address is none of it', async () => {
    await madeCluster('lab');
    const context = {
      globals: { bootstrapServer: 'localhost:9' },
      target: () => Promise.resolve({ bootstrapServers: [{ host: 'localhost', port: 9 }] }),
    } as never;
    expect((await pressed(context, '1')).said.join('')).toContain(
      'K kills brokers of practice clusters only',
    );
  });
});
