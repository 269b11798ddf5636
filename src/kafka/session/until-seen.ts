/** Reads until a change is visible: other brokers learn of it a little later than the one that took it. */
import { askAgain } from '../../text/wait.js';
import type { KafkaSession } from './session.js';

/** For a final read after a change that is done. */
const usualWaitMs = 5000;

/** The last value read, whether it is as expected or not. `longestWaitMs`: at most the session's time-out. */
export async function untilSeen<T>(
  { settings }: KafkaSession,
  read: () => Promise<T>,
  isSeen: (state: T) => boolean,
  longestWaitMs = usualWaitMs,
): Promise<T> {
  const timeoutMs = Math.min(settings.timeoutMs, longestWaitMs);
  return askAgain(read, { timeoutMs, pauseMs: 50, signal: settings.signal }, isSeen);
}
