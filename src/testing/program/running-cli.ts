/** The program while it runs, to act on what it has shown instead of on how long it has had. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CliResult, CliSettings } from './run-cli.js';

interface RunningCli {
  readonly ended: Promise<CliResult>;
  /** Resolves once the text is there on stdout or stderr; rejects if the program ends without it. */
  shows(text: string | RegExp): Promise<void>;
  /** As ^C does. */
  interrupt(): void;
}

type Start = (settings: Pick<CliSettings, 'signal' | 'onStdout' | 'onStderr'>) => Promise<CliResult>;

const lookAgainMs = 10;

/** `start` passes the settings on: `running((settings) => onTestCluster(['consume', 't'], settings))`. */
export function running(start: Start): RunningCli {
  const interruption = new AbortController();
  let [stdout, stderr, hasEnded] = ['', '', false];
  const ended = start({
    signal: interruption.signal,
    onStdout: (text) => (stdout = text),
    onStderr: (text) => (stderr = text),
  }).finally(() => (hasEnded = true));
  ended.catch(() => undefined);
  return {
    ended,
    interrupt: () => interruption.abort(),
    async shows(text) {
      const isIn = (shown: string) => (typeof text === 'string' ? shown.includes(text) : text.test(shown));
      while (!isIn(stdout) && !isIn(stderr)) {
        if (hasEnded) throw new Error(`It ended without ${String(text)}: ${stdout}\n${stderr}`);
        await sleep(lookAgainMs);
      }
    },
  };
}
