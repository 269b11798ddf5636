/** Waits for a cluster to reach a state. */
import { askAgain } from '../../text/wait.js';

/** Asks until the answer is not undefined; the test's own time limit ends it otherwise. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  return (await askAgain(ask, { timeoutMs: Infinity, pauseMs: 100 })) as T;
}
