import { expect, test } from '@jest/globals';
import { getEventListeners } from 'node:events';
import { PassThrough } from 'node:stream';
import { captureStream } from '../../testing/program/capture-stream.js';
import { createStyle } from '../../output/style.js';
import { runLine } from '../form/run-line.js';
import { createPlainUi } from './plain-ui.js';
import { createInterrupts } from './second-interrupt.js';

const interrupts = () => createInterrupts(() => 0);

test('a line that has run listens no longer for the end of the menu', async () => {
  const signal = new AbortController().signal;
  const both = { interrupts: interrupts(), stdin: new PassThrough(), signal };
  for (let times = 0; times < 20; times += 1) {
    await runLine({ ...both, run: () => Promise.resolve(0) }, ['topics'], false);
  }
  expect(getEventListeners(both.interrupts.leave, 'abort')).toEqual([]);
});

test('nor does a question that was answered, in the menu in lines', async () => {
  const { signal } = new AbortController();
  const stdin = new PassThrough();
  const ui = createPlainUi({
    env: {},
    stdin,
    stderr: captureStream(),
    signal,
    interrupts: interrupts(),
    style: createStyle(false),
    explain: () => undefined,
  });
  for (let times = 0; times < 20; times += 1) {
    const picked = ui.pick({ title: 'Which?', choices: [{ label: 'one', value: times }] });
    stdin.write('1\n');
    expect(await picked).toMatchObject({ value: times });
  }
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});
