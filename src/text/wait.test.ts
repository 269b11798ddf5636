import { describe, expect, test } from '@jest/globals';
import { LabError } from './errors.js';
import { askAgain, orInterrupted, pause, sleep, unlessAborted } from './wait.js';

const interrupted = { code: 'interrupted', message: '' };
const never = new Promise<string>(() => undefined);
const patience = { timeoutMs: 5000, pauseMs: 1 };

/** Answers with these, one after the other, and with the last of them from then on. */
function answering<T>(...answers: [T, ...T[]]) {
  let asked = 0;
  return {
    ask: () => answers[Math.min(asked++, answers.length - 1)] as T,
    get asked() {
      return asked;
    },
  };
}

test('a pause of more than a timer takes does not end at once', async () => {
  const stop = new AbortController();
  let isOver = false;
  const pausing = pause(1e12, stop.signal).then(() => {
    isOver = true;
  });
  await pause(30);
  expect(isOver).toBe(false);
  stop.abort();
  await pausing;
});

describe('asking again', () => {
  test('until the answer is not undefined; null, 0 and false are answers', async () => {
    for (const answer of ['yes', null, 0, false]) {
      const source = answering<unknown>(undefined, undefined, answer, 'too far');
      expect(await askAgain(source.ask, patience)).toBe(answer);
      expect(source.asked).toBe(3);
    }
  });

  test('until the answer will do', async () => {
    const source = answering(1, 2, 3, 4);
    expect(await askAgain(source.ask, patience, (n) => n > 2)).toBe(3);
  });

  test('once at least, and no more when there is no time', async () => {
    const source = answering<string | undefined>(undefined, 'later');
    expect(await askAgain(source.ask, { timeoutMs: 0, pauseMs: 1 })).toBeUndefined();
    expect(source.asked).toBe(1);
  });

  test('when time is over, once more, and that answer counts', async () => {
    const source = answering('before', 'at the end');
    const hour = 3_600_000;
    expect(await askAgain(source.ask, { timeoutMs: 20, pauseMs: hour }, () => false)).toBe('at the end');
  });

  test('after pauses that may grow', async () => {
    const counts: number[] = [];
    const pauseMs = (before: number) => {
      counts.push(before);
      return 1;
    };
    await askAgain(answering<true | undefined>(undefined, undefined, undefined, true).ask, {
      timeoutMs: 5000,
      pauseMs,
    });
    expect(counts).toEqual([0, 1, 2]);
  });

  test('not after a failure', async () => {
    const failing = () => Promise.reject(new LabError('refused', 'no'));
    await expect(askAgain(failing, patience)).rejects.toMatchObject({ code: 'refused' });
  });

  test('not after an interruption, which ends a pause', async () => {
    const stop = new AbortController();
    const asking = askAgain(() => undefined, {
      timeoutMs: 3_600_000,
      pauseMs: 3_600_000,
      signal: stop.signal,
    });
    stop.abort();
    await expect(asking).rejects.toMatchObject(interrupted);
  });
});

describe('what an aborted signal ends', () => {
  test.each([
    ['aborted before', () => AbortSignal.abort()],
    ['aborted meanwhile', () => AbortSignal.timeout(5)],
  ])('%s', async (_, signal) => {
    await expect(sleep(3_600_000, signal())).rejects.toMatchObject(interrupted);
    await pause(3_600_000, signal());
    expect(await unlessAborted(never, signal())).toBeUndefined();
    await expect(orInterrupted(never, signal())).rejects.toMatchObject(interrupted);
  });

  test('work that ends before has its own end', async () => {
    const { signal } = new AbortController();
    expect(await unlessAborted(Promise.resolve(1), signal)).toBe(1);
    expect(await orInterrupted(Promise.resolve<number | undefined>(undefined), signal)).toBeUndefined();
    await expect(unlessAborted(Promise.reject(new Error('own')), signal)).rejects.toThrow('own');
    await expect(orInterrupted(Promise.reject(new Error('own')), signal)).rejects.toThrow('own');
  });

  test('work that fails after nobody waits for it any more is no unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => unhandled.push(reason);
    process.on('unhandledRejection', note);
    const failing = () => pause(1).then(() => Promise.reject(new Error('too late')));
    await unlessAborted(failing(), AbortSignal.abort());
    await orInterrupted(failing(), AbortSignal.abort()).catch(() => undefined);
    await pause(20);
    process.removeListener('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
