/** Reads until a change is to be seen: brokers learn of one a little later than whoever took it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaSession } from './session.js';

const longestWaitMs = 5000;

/** What was read last, whether it is as expected or not. */
export async function untilSeen<T>(
  session: KafkaSession,
  read: () => Promise<T>,
  isSeen: (state: T) => boolean,
): Promise<T> {
  const giveUpAt = Date.now() + Math.min(session.settings.timeoutMs, longestWaitMs);
  for (;;) {
    const state = await read();
    if (isSeen(state) || Date.now() >= giveUpAt) return state;
    await delay(50, undefined, { signal: session.settings.signal });
  }
}
