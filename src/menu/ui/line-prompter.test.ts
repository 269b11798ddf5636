import { expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { captureStream } from '../../testing/program/capture-stream.js';
import { keyboardOf } from '../../output/screen/keyboard.js';
import { createLinePrompter, prompterFor } from './line-prompter.js';
import { createPrompter } from './prompter.js';

function opened() {
  const stdin = new PassThrough();
  const stderr = captureStream({ isTerminal: true, columns: 200 });
  const prompter = prompterFor({
    stdin,
    stderr,
    signal: new AbortController().signal,
    env: { TERM: 'dumb' },
  });
  return { stdin, stderr, prompter };
}

test('on a terminal without escape sequences questions are lines', async () => {
  const { stdin, stderr, prompter } = opened();
  const answers = (async () => [
    await prompter.text('Address', {
      initial: 'localhost',
      validate: (text) => (text === 'x' ? 'No.' : undefined),
    }),
    await prompter.secret('Password?'),
    await prompter.choice('Which?', [
      { name: 'one', value: '1' },
      { name: '\u001b[2J', value: '2' },
    ]),
    await prompter.yesNo('Sure?', false),
    await prompter.yesNo('Really?', true),
    await prompter.typeWord('It is deleted.', 'orders'),
  ])();
  stdin.write('x\rab\u007fc\rhunter2\r');
  // After a secret nothing may come at once.
  while (!stderr.text().includes('Which?')) await new Promise(setImmediate);
  stdin.write('7\r2\r\ry\rorders\r');
  expect(await answers).toEqual(['ac', 'hunter2', '2', false, true, true]);
  // oxlint-disable-next-line no-control-regex -- what must not be there
  expect(stderr.text()).not.toMatch(/\u001b|hunter2/);
  expect(stderr.text()).toContain('2. \\x1b[2J\n');
});

test('^C and Esc end a question', async () => {
  const { stdin, prompter } = opened();
  const answer = prompter.text('Address');
  stdin.write('ab\u0003');
  await expect(answer).rejects.toMatchObject({ code: 'interrupted' });
});

test.each([
  ['in lines', createLinePrompter],
  ['drawn', createPrompter],
])('several lines pasted into a secret are refused and swallowed whole, %s', async (_how, create) => {
  const stdin = new PassThrough();
  const stderr = captureStream({ isTerminal: true, columns: 200 });
  const prompter = create({ stdin, stderr, signal: new AbortController().signal });
  const answer = prompter.secret('Password?');
  while (!stderr.text().includes('Password?')) await new Promise(setImmediate);
  stdin.write('hunter2\rrm -rf x\r');
  stdin.write('the rest');
  await expect(answer).rejects.toMatchObject({
    code: 'usage',
    message: 'More than one line was pasted; a secret is one line. Nothing of it was used.',
  });
  expect(keyboardOf(stdin).takeUnread()).toBe('');
  expect(stderr.text()).not.toMatch(/hunter2|rm -rf|the rest/);
});
