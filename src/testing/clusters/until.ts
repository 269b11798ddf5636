/** Waits for a cluster to reach a state. */
import { askAgain } from '../../text/wait.js';

/** Longer than any test waits: one that has failed must not go on asking, which would keep Jest from ending. */
const longestMs = 180_000;

/** Asks until the answer is not undefined; the test's own time limit ends it otherwise. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  return (await askAgain(ask, { timeoutMs: longestMs, pauseMs: 100 })) as T;
}
