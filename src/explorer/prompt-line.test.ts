import { expect, test } from '@jest/globals';
import { createPromptLine } from './prompt-line.js';

test('a line that was refused is there again when the same is asked, once', () => {
  const foot = createPromptLine({ candidates: () => Promise.resolve([]) }, () => undefined);
  foot.ask('search', '/', '');
  foot.paste('value.n >');
  foot.refuse(foot.press('enter'));
  foot.ask('search', '/', '');
  expect(foot.prompt?.line).toEqual({ text: 'value.n >', at: 9 });
  foot.press('escape');
  foot.ask('search', '/', 'old');
  expect(foot.prompt?.line.text).toBe('old');
  foot.press('escape');
  foot.ask('search', '/', '');
  foot.paste('/(/');
  foot.refuse(foot.press('enter'));
  foot.ask('position', 'go to', '');
  expect(foot.prompt?.line.text).toBe('');
});
