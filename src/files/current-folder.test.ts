import { expect, test } from '@jest/globals';
import { currentFolder } from './current-folder.js';

test('a current folder that was deleted is said, and is not a fault of the program', () => {
  expect(currentFolder(() => '/here')).toBe('/here');
  const gone = () => {
    throw new Error('ENOENT: no such file or directory, uv_cwd');
  };
  expect(() => currentFolder(gone)).toThrow(
    expect.objectContaining({ code: 'environment', message: expect.stringContaining('uv_cwd') }),
  );
});
