/** Reads until a change is to be seen: brokers learn of one a little later than whoever took it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaSession } from './session.js';

/** What is only looked at once more after a change that is done. */
const usualWaitMs = 5000;

/** What was read last, whether it is as expected or not. `longestWaitMs`: at most the session's time-out. */
export async function untilSeen<T>(
  session: KafkaSession,
  read: () => Promise<T>,
  isSeen: (state: T) => boolean,
  longestWaitMs = usualWaitMs,
): Promise<T> {
  const giveUpAt = Date.now() + Math.min(session.settings.timeoutMs, longestWaitMs);
  for (;;) {
    const state = await read();
    if (isSeen(state) || Date.now() >= giveUpAt) return state;
    await delay(50, undefined, { signal: session.settings.signal });
  }
}
