/** Keys of tests on the explorer's pseudo-terminal. */
import { expect } from '@jest/globals';
import { key, type PseudoTerminal } from './pseudo-terminal.js';

export interface CountedKeys {
  readonly count: number;
  /** Once `after` is in sight. What is typed as a whole counts as one. */
  press(after: string | RegExp, keys: string, isTyped?: boolean): Promise<void>;
}

export function countedKeys(terminal: PseudoTerminal): CountedKeys {
  let count = 0;
  return {
    get count() {
      return count;
    },
    async press(after, keys, isTyped = false) {
      await terminal.sees(after);
      count += isTyped ? 1 : Array.from(keys).length;
      terminal.press(keys);
    },
  };
}

/** From the home of the program to the row of a topic in the overview, then the `keys` on it. */
export async function findTopic(counted: CountedKeys, topic: string, keys: string): Promise<void> {
  await counted.press('Quit ', key.enter);
  await counted.press('EVENTS', '/');
  await counted.press('/', topic, true);
  await counted.press(topic, key.enter);
  await counted.press('Enter partitions', keys);
}

/** By `q`, which leaves the terminal as it was. */
export async function quitExplorer(terminal: PseudoTerminal): Promise<void> {
  terminal.press('q');
  expect(await terminal.ended()).toBe(0);
  expect(terminal.raw.slice(-40)).toContain('\u001b[?25h\u001b[?1049l');
}
