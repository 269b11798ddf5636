import { describe, expect, test } from '@jest/globals';
import { Committer } from './committer.js';
import type { NextOffset } from './group-coordinator.js';

const at = (partition: number, next: number) => ({ topic: 't', partition, next });

function committing(answer: (offsets: readonly NextOffset[]) => Promise<void>) {
  const notes: string[] = [];
  const failures: unknown[] = [];
  const commits: (readonly NextOffset[])[] = [];
  const committer = new Committer({
    commit(offsets) {
      commits.push(offsets);
      return answer(offsets);
    },
    failed: (error) => failures.push(error),
    note: (text) => notes.push(text),
  });
  return { committer, commits, notes, failures };
}

const refused = (type: string) =>
  Object.assign(new Error(type), { name: 'KafkaJSProtocolError', type, code: undefined });

describe('what was shown', () => {
  test('is committed at the end, the newest offset of each partition once', async () => {
    const { committer, commits, notes } = committing(() => Promise.resolve());
    committer.add(at(0, 5));
    committer.add(at(0, 9));
    committer.add(at(1, 2));
    await committer.finish();
    await committer.finish();
    expect(commits).toEqual([[at(0, 9), at(1, 2)]]);
    expect([committer.committedIn('t/0'), committer.committedIn('t/2'), notes]).toEqual([9, undefined, []]);
  });

  test('and is not taken any more is said, and never committed in a later generation', async () => {
    let answer: () => Promise<void> = () => Promise.reject(refused('ILLEGAL_GENERATION'));
    const { committer, commits, notes } = committing(() => answer());
    committer.add(at(0, 5));
    await committer.finish();
    expect(notes).toEqual(['Shown, but not committed: t[0] up to offset 4. Others may read it again.']);
    answer = () => Promise.resolve();
    await committer.finish();
    expect(commits).toHaveLength(1);
    expect([committer.positionOf('t/0'), committer.committedIn('t/0')]).toEqual([5, undefined]);
  });

  test('and may not be committed fails', async () => {
    const { committer } = committing(() => Promise.reject(refused('GROUP_AUTHORIZATION_FAILED')));
    committer.add(at(0, 5));
    await expect(committer.finish()).rejects.toThrow('GROUP_AUTHORIZATION_FAILED');
  });
});

test('while it reads it commits by itself, one commit at a time', async () => {
  let going = 0;
  let most = 0;
  const { committer, commits } = committing(async () => {
    most = Math.max(most, (going += 1));
    await new Promise((resolve) => setTimeout(resolve, 5));
    going -= 1;
  });
  committer.add(at(0, 1));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(commits).toEqual([[at(0, 1)]]);
  committer.add(at(0, 2));
  committer.add(at(0, 3));
  await committer.finish();
  expect(commits.at(-1)).toEqual([at(0, 3)]);
  expect(most).toBe(1);
});
