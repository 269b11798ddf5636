/** Waits for a cluster to reach a state. */
import { askAgain } from '../../text/wait.js';

/** Longer than any test waits. One that has failed must not go on asking, which would keep Jest from ending. */
const longestMs = 180_000;

/** Asks until the answer is not undefined; usually the test's own time limit ends it before it throws. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  const answer = await askAgain(ask, { timeoutMs: longestMs, pauseMs: 100 });
  if (answer === undefined) throw new Error(`It has not come to be in ${longestMs / 1000} s.`);
  return answer;
}
