import { expect, test } from '@jest/globals';
import { z } from 'zod';
import { defineCommand } from '../contract/command.js';
import type { Host } from '../contract/host.js';
import { createSessionOpener } from '../kafka/session/open.js';
import { fakeHost } from '../testing/program/fake-host.js';
import { LabError, type ErrorCode } from '../text/errors.js';
import { runCommand } from './run-command.js';

const spec = defineCommand({
  path: ['things', 'compare'],
  summary: 'compare things',
  effect: 'reads',
  options: z.object({}),
  run: () => Promise.resolve(0),
  view: () => ({ header: [], rows: [] }),
});

function run(input: string | undefined, act: (host: Host) => Promise<void>) {
  return runCommand(
    spec,
    {},
    {},
    {
      execute: (_spec, _raw, _globals, host) => act(host),
      world: fakeHost(),
      createOpener: createSessionOpener,
      signal: new AbortController().signal,
      timeLimitMs: 10_000,
      maxRows: 10,
      mostWrittenBytes: 1000,
      input,
      onSaid: () => undefined,
    },
  );
}

test.each<[ErrorCode, string | undefined]>([
  ['partial', 'partial'],
  ['undecided', 'undecided'],
  ['interrupted', undefined],
])('a result is there also if the exit code would tell of it: %s', async (code, verdict) => {
  const { outcomes, verdict: told } = await run(undefined, async (host) => {
    await host.receive?.({ result: 5, view: () => spec.view(5) });
    throw new LabError(code, '');
  });
  expect([outcomes.map(({ result }) => result), told]).toEqual([[5], verdict]);
});

test('what was shown before a failure is there beside it', async () => {
  const { outcomes, failure } = await run(undefined, async (host) => {
    await host.receive?.({ result: 'a step', view: () => spec.view(0) });
    throw new LabError('unreachable', 'the second step');
  });
  expect([outcomes.map(({ result }) => result), failure?.message]).toEqual([['a step'], 'the second step']);
});

test('without a result it is an error', async () => {
  await expect(
    run(undefined, () => Promise.reject(new LabError('undecided', 'no answer'))),
  ).rejects.toMatchObject({
    message: 'no answer',
  });
});

test.each([
  ['text', 'text'],
  ['', ''],
])('the input %j is read as it is', async (input, expected) => {
  let read = '';
  await run(input, async ({ stdin }) => {
    for await (const chunk of stdin) read += String(chunk);
  });
  expect(read).toBe(expected);
});

test('an input that was not given is none, and not an empty one', async () => {
  const reading = run(undefined, async ({ stdin }) => {
    for await (const chunk of stdin) throw new Error(String(chunk));
  });
  await expect(reading).rejects.toMatchObject({
    code: 'usage',
    message: 'There is nothing to read: "input" was not given.',
  });
});
