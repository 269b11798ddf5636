import { describe, expect, test } from '@jest/globals';
import { PassThrough, Writable } from 'node:stream';
import { descriptorStream } from './descriptor-streams.js';
import { createSink } from './sink.js';

test('a write waits while nobody takes, and goes on when somebody does', async () => {
  const stdout = new PassThrough({ highWaterMark: 4 });
  const sink = createSink(stdout);
  const waiting = sink.write('more than four');
  let written = false;
  const done = Promise.resolve(waiting).then(() => (written = true));
  await new Promise(setImmediate);
  expect(written).toBe(false);
  stdout.read();
  await done;
  expect(sink.open).toBe(true);
  stdout.read();
  expect(sink.write('x')).toBeUndefined();
});

function failing(code: string): Writable {
  return new Writable({
    highWaterMark: 1,
    write(_chunk, _encoding, done) {
      setImmediate(() => done(Object.assign(new Error(`write ${code}`), { code })));
    },
  });
}

test('a reader that has gone closes the sink, and is no error', async () => {
  const sink = createSink(failing('EPIPE'));
  await sink.write('abc');
  expect(sink.open).toBe(false);
  expect(sink.write('def')).toBeUndefined();
});

test('a full disk is an error', async () => {
  const sink = createSink(failing('ENOSPC'));
  const failure = { code: 'failed', message: 'The output cannot be written: write ENOSPC' };
  await expect(sink.write('abc')).rejects.toMatchObject(failure);
  expect(sink.open).toBe(false);
  expect(() => sink.write('def')).toThrow(expect.objectContaining(failure));
});

test('a stream that is closed under a waiting write lets it go', async () => {
  const stdout = new PassThrough({ highWaterMark: 1 });
  const sink = createSink(stdout);
  const waiting = sink.write('abc');
  stdout.destroy();
  await waiting;
  expect(sink.open).toBe(false);
});

test('commands that run one another do not pile up listeners', () => {
  const stdout = new PassThrough();
  for (let command = 0; command < 20; command += 1) createSink(stdout);
  expect(stdout.listenerCount('error')).toBe(1);
});

describe('memory that is lent', () => {
  const lent = (stdout: Writable) => {
    let isBack = false;
    const done = createSink(stdout).lend(Buffer.from('abc'), () => (isBack = true));
    return { done, isBack: () => isBack };
  };

  test('never comes back from a stream that may keep what it passes on', async () => {
    const stdout = new PassThrough();
    const kept: Buffer[] = [];
    stdout.on('data', (chunk: Buffer) => kept.push(chunk));
    const { done, isBack } = lent(stdout);
    await done;
    await new Promise((resolve) => stdout.end(resolve));
    expect([String(kept[0]), isBack()]).toEqual(['abc', false]);
  });

  test('comes back from a file or a pipe when it is written, whether the write had to wait or not', async () => {
    for (const highWaterMark of [1, 100]) {
      let finish: () => void = () => undefined;
      const stream = new Writable({
        highWaterMark,
        write: (_chunk, _encoding, done) => void (finish = done),
      });
      const { done, isBack } = lent(descriptorStream(Object.assign(stream, { fd: 1 })));
      await new Promise(setImmediate);
      expect(isBack()).toBe(false);
      finish();
      await done;
      await new Promise(setImmediate);
      expect(isBack()).toBe(true);
    }
  });

  test('does not come back from a write that failed, or that had no reader left', async () => {
    const stdout = descriptorStream(Object.assign(failing('EPIPE'), { fd: 1 }));
    const first = lent(stdout);
    await first.done;
    const second = lent(stdout);
    await new Promise(setImmediate);
    expect([first.isBack(), second.isBack()]).toEqual([false, false]);
  });
});
