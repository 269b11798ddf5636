import { expect, test } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { captureStream } from '../../testing/program/capture-stream.js';
import { sleep } from '../../text/wait.js';
import { createPrompter } from './prompter.js';

const evil = '\u001b]52;c;aGk=\u0007';
const shown = '\\x1b]52;c;aGk=\\x07';

function opened() {
  const stdin = new PassThrough();
  const stderr = captureStream({ isTerminal: true, columns: 200 });
  const prompter = createPrompter({ stdin, stderr, signal: new AbortController().signal });
  /** Once the question is there as it is answered. */
  const press = async (keys: string, seen: string) => {
    while (!stderr.text().includes(seen)) await sleep(5);
    stdin.write(keys);
  };
  return { stderr, prompter, press };
}

test('control characters that stand there already are shown, are not keys, and are what Enter takes', async () => {
  const { stderr, prompter, press } = opened();
  const initial = `${evil}\u0003\n`;
  const answer = prompter.text(`Value of ${evil}`, { initial });
  await press('\r', 'Enter alone');
  expect(await answer).toBe(initial);
  expect(stderr.text()).toContain(`Value of ${shown} (Enter alone: ${shown}\\x03\\n)`);
  expect(stderr.text()).not.toContain('\u0007');
});

test.each([
  ['Enter alone', '\r', 'localhost'],
  ['more', ':1\r', 'localhost:1'],
  ['emptied', '\u0015\r', ''],
  ['emptied and typed anew', `${'\u007f'.repeat(9)}b\r`, 'b'],
])('a text to be changed, %s: the line as it stands is the answer', async (_what, keys, expected) => {
  const { prompter, press } = opened();
  const answer = prompter.text('Address', { initial: 'localhost' });
  await press(keys, 'localhost');
  expect(await answer).toBe(expected);
});

test('names to choose from are shown', async () => {
  const { stderr, prompter, press } = opened();
  const answer = prompter.choice(`Which ${evil}?`, [{ name: evil, value: evil, description: evil }]);
  await press('\r', '❯');
  expect(await answer).toBe(evil);
  expect(stderr.text()).toContain(`Which ${shown}?`);
  expect(stderr.text()).toContain(`❯ ${shown}`);
  expect(stderr.text()).not.toContain('\u0007');
});
