/** The menu on a pseudo-terminal, at the test cluster, with a home of its own for each test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  closeTerminals,
  key,
  openTerminal,
  type PseudoTerminal,
  type TerminalSettings,
} from './pseudo-terminal.js';
import { testCluster } from '../clusters/test-cluster.js';

export interface MenuHome {
  readonly path: string;
  open(argv?: readonly string[], settings?: TerminalSettings): PseudoTerminal;
  /** Closes what is open, too. */
  remove(): void;
}

export function menuHome(): MenuHome {
  const path = mkdtempSync(join(tmpdir(), 'kafka-lab-menu-'));
  return {
    path,
    open: (argv = ['-b', testCluster().bootstrapServers], settings = {}) =>
      openTerminal(argv, { cwd: path, ...settings, env: { KAFKA_LAB_HOME: path, ...settings.env } }),
    remove() {
      closeTerminals();
      rmSync(path, { recursive: true, force: true });
    },
  };
}

/** From the home to the partitions of a topic, in the explorer. */
export async function goToTopic(terminal: PseudoTerminal, topic: string): Promise<void> {
  await terminal.choose('Quit ', 'Browse');
  await terminal.answer('EVENTS', `:topics ${topic}${key.enter}`);
  await terminal.sees(new RegExp(`› ${topic}[^]*LEADER`));
}

/** ^C twice from wherever it is; apart, since two signals at once are one. Resolves with the exit code. */
export async function leave(terminal: PseudoTerminal): Promise<number> {
  for (let times = 1; ; times += 1) {
    terminal.press(key.interrupt);
    await sleep(150);
    terminal.press(key.interrupt);
    try {
      return await terminal.ended(5000);
    } catch (error) {
      // On a busy machine more than a second may have gone by between them.
      if (times === 4) throw error;
    }
  }
}
