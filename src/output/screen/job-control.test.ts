import { expect, jest, test } from '@jest/globals';
import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { captureStream } from '../../testing/program/capture-stream.js';
import { createStyle } from '../style.js';
import { createJobControl } from './job-control.js';
import { openTerminalScreen } from './terminal-screen.js';

/** A process that notes what it is sent, and how many listen to SIGTSTP then: none, or it is not stopped. */
function pretendProcess() {
  const killed: (readonly [string, number])[] = [];
  const self = Object.assign(new EventEmitter(), {
    pid: 42,
    kill: (_pid: number, signal: string) => killed.push([signal, self.listenerCount('SIGTSTP')]),
  });
  return { self, killed };
}

function opened() {
  const { self, killed } = pretendProcess();
  const raw: boolean[] = [];
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (on: boolean) => raw.push(on) });
  const stdout = Object.assign(captureStream({ isTerminal: true, columns: 20 }), { rows: 4 });
  const jobControl = createJobControl(self as unknown as NodeJS.Process);
  const screen = openTerminalScreen(stdin, stdout, createStyle(false), { jobControl });
  const keys: string[] = [];
  screen.onKey((key) => keys.push(key));
  screen.onResize(() => screen.draw([[{ text: 'drawn' }]]));
  screen.draw([[{ text: 'drawn' }]]);
  let seen = 0;
  const written = () => {
    const fresh = stdout.text().slice(seen);
    seen = stdout.text().length;
    return fresh.replaceAll('\u001b', '^');
  };
  written();
  return { self, killed, raw, stdin, screen, keys, written };
}

test.each(['SIGTSTP', '^Z'])(
  '%s gives the terminal back, and stops; going on draws all anew',
  async (how) => {
    jest.useFakeTimers({ doNotFake: ['setImmediate'] });
    try {
      const { self, killed, raw, stdin, keys, written } = opened();
      if (how === 'SIGTSTP') self.emit('SIGTSTP');
      else stdin.write('\u001a');
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      expect(killed).toEqual([['SIGTSTP', 0]]);
      expect([raw, keys, written()]).toEqual([[true, false], [], '^[0m^[?25h^[?1049l']);
      jest.advanceTimersByTime(100);
      expect(raw.at(-1)).toBe(true);
      expect(written()).toMatch(/^\^\[\?1049h.*drawn/);
      expect(self.listenerCount('SIGTSTP')).toBe(1);
    } finally {
      jest.useRealTimers();
    }
  },
);

test('what was stopped without being asked, by SIGSTOP, draws all anew, too; a screen that is closed does not', () => {
  const { self, raw, screen, written } = opened();
  self.emit('SIGCONT');
  expect(raw).toEqual([true, false, true]);
  expect(written()).toMatch(/^\^\[\?1049h.*drawn/);
  screen.close();
  written();
  self.emit('SIGCONT');
  expect([written(), self.listenerCount('SIGTSTP'), self.listenerCount('SIGCONT')]).toEqual(['', 0, 0]);
});
