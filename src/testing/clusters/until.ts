/** Waits for a cluster to get somewhere. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is not undefined; the test's own time limit ends it otherwise. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await sleep(100);
  }
}
