import { afterAll, describe, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import {
  endProcess,
  identify,
  isAlive,
  killProcess,
  residentBytes,
  startCommand,
} from './process-identity.js';

const children: ChildProcess[] = [];
afterAll(() => children.forEach((child) => child.kill('SIGKILL')));

async function start(script: string) {
  const child = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return (await identify(child.pid!))!;
}

describe('a process and its identity', () => {
  test('this one is alive and has memory', async () => {
    const own = await identify(process.pid);
    expect(await isAlive(own)).toBe(true);
    expect(await residentBytes(process.pid)).toBeGreaterThan(1_000_000);
  });

  test('the same pid born at another time is another process', async () => {
    const own = (await identify(process.pid))!;
    const another = { ...own, born: 'an earlier boot 12345' };
    expect(await isAlive(another)).toBe(false);
    // Nothing is sent to it either, or this test would end here.
    expect(await endProcess(another, 100)).toBe(true);
    expect(await isAlive(own)).toBe(true);
  });

  test('without /proc: by ps, in words that are the same in every time zone and language', async () => {
    const own = await identify(process.pid, '/no/proc');
    expect(own?.born).toMatch(/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/);
    const startedMs = Date.parse(`${own!.born} UTC`);
    expect(Math.abs(startedMs - (Date.now() - process.uptime() * 1000))).toBeLessThan(5000);
    expect(await identify(2 ** 22 + 1, '/no/proc')).toBeUndefined();
  });

  test('on macOS ps is asked, on Windows PowerShell, neither in the words of the user', () => {
    expect(startCommand(12, 'darwin').join(' ')).toBe('env TZ=UTC LC_ALL=C ps -o lstart= -p 12');
    const [program, ...words] = startCommand(12, 'win32');
    expect(program).toBe('powershell');
    // Ticks of UTC: a whole number, where a date would depend on the language of Windows.
    expect(words.at(-1)).toBe('(Get-Process -Id 12).StartTime.ToUniversalTime().Ticks');
  });

  test('a pid without a process', async () => {
    expect(await identify(2 ** 22 + 1)).toBeUndefined();
    expect(await isAlive(undefined)).toBe(false);
  });
});

describe('ending a process', () => {
  test('one that exits on SIGTERM', async () => {
    const sleeper = await start('echo ready; exec sleep 60');
    expect(await endProcess(sleeper, 5000)).toBe(true);
    expect(await isAlive(sleeper)).toBe(false);
  });

  test('one that does not', async () => {
    const stubborn = await start('trap "" TERM; echo ready; while :; do sleep 0.05; done');
    expect(await endProcess(stubborn, 200)).toBe(false);
    expect(await isAlive(stubborn)).toBe(false);
  });

  test('one that takes long, when nobody waits for it any more', async () => {
    const slow = await start('trap "" TERM; echo ready; while :; do sleep 0.05; done');
    const interruption = new AbortController();
    const ending = endProcess(slow, 60_000, undefined, interruption.signal);
    interruption.abort();
    await expect(ending).rejects.toMatchObject({ code: 'interrupted' });
    expect(await isAlive(slow)).toBe(true);
    await killProcess(slow);
  });

  test('at once', async () => {
    const sleeper = await start('echo ready; exec sleep 60');
    await killProcess(sleeper);
    expect(await isAlive(sleeper)).toBe(false);
  });
});
