/** Reads until a change is to be seen: brokers learn of one a little later than the broker that took it. */
import { askAgain } from '../../text/wait.js';
import type { KafkaSession } from './session.js';

/** What is only looked at once more after a change that is done. */
const usualWaitMs = 5000;

/** What was read last, whether it is as expected or not. `longestWaitMs`: at most the session's time-out. */
export async function untilSeen<T>(
  { settings }: KafkaSession,
  read: () => Promise<T>,
  isSeen: (state: T) => boolean,
  longestWaitMs = usualWaitMs,
): Promise<T> {
  const timeoutMs = Math.min(settings.timeoutMs, longestWaitMs);
  return askAgain(read, { timeoutMs, pauseMs: 50, signal: settings.signal }, isSeen);
}
