import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Context } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { scriptedMenu } from '../../testing/program/scripted-menu.js';
import { atHome } from './home.js';
import { isNewcomer } from './newcomer.js';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'kafka-lab-newcomer-'));
});
afterEach(() => rmSync(data, { recursive: true }));

const bootstrapServers = [{ host: 'localhost', port: 9092 }];
const targetOf = (origin: string) => () => Promise.resolve({ origin, bootstrapServers });
const failing = (code: 'unreachable' | 'usage') => () =>
  Promise.reject(new LabError(code, 'Nobody answers.'));
const answering = () => Promise.resolve({ metadata: () => Promise.resolve({}) });

test.each<[string, string, string[], () => Promise<unknown>, boolean]>([
  ['nothing is there', 'the usual address', ['monitor'], failing('unreachable'), true],
  ['a cluster answers', 'the usual address', ['monitor'], answering, false],
  ['another error is shown as what it is', 'the usual address', ['monitor'], failing('usage'), false],
  ['a cluster was named', 'practice cluster lab', ['monitor'], failing('unreachable'), false],
  ['another view was asked for', 'the usual address', ['connections', 'list'], failing('unreachable'), false],
])('%s', async (_what, origin, view, kafka, expected) => {
  const context = { target: targetOf(origin), kafka } as unknown as Context;
  expect(await isNewcomer(context, view)).toBe(expected);
});

function homeAt(origin: string) {
  const context = { target: targetOf(origin), kafka: failing('unreachable'), folders: { data } };
  return scriptedMenu({ answers: [{ choose: 'Quit' }], context: context as unknown as Context });
}

test('a practice cluster that is down is no news, and keeps what was in it', async () => {
  const folder = join(data, 'clusters', 'lab');
  mkdirSync(folder, { recursive: true });
  const state = {
    version: 1,
    name: 'lab',
    engine: 'java',
    phase: 'down',
    file: 'x.yml',
    java: 'java',
    services: [],
  };
  writeFileSync(join(folder, 'state.json'), JSON.stringify(state));
  const { menu, asked } = homeAt('the usual address');
  await atHome(menu, {});
  expect(asked[0]?.title).toMatch(/the practice cluster is down\.\n.*topics and records are there as before/);
  expect(asked[0]?.labels[0]).toBe('Start the practice cluster');
});

test.each([
  [
    'the usual address',
    /^kafka-lab looks into Kafka clusters[^]*Nothing answers at localhost:9092 yet/,
    ['Start the practice cluster', 'Learn', 'Add a connection'],
  ],
  [
    'connection prod',
    /^Nobody answers\.$/,
    ['Start the practice cluster', 'Start with a registry', 'Another cluster'],
  ],
])('the home when nothing answers at %s', async (origin, title, first) => {
  const { menu, asked } = homeAt(origin);
  expect(await atHome(menu, {})).toBeUndefined();
  expect(asked[0]?.title).toMatch(title);
  expect(asked[0]?.labels.slice(0, 3)).toEqual(first);
  for (const line of asked[0]?.title.split('\n') ?? []) expect(line.length).toBeLessThanOrEqual(80);
});
