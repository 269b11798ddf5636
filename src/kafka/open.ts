/** One session a command, opened when first asked for; kafkajs is loaded only then. */
import type { Folders } from '../config/folders.js';
import { parseDurationMs } from '../duration.js';
import type { GlobalOptions } from '../global-options.js';
import type { KafkaSession } from './session.js';
import { findTarget } from './target.js';

export interface SessionOpener {
  open(): Promise<KafkaSession>;
  close(): Promise<void>;
}

export function createSessionOpener(
  globals: GlobalOptions,
  host: { readonly folders: Folders; readonly signal: AbortSignal },
): SessionOpener {
  let opening: Promise<KafkaSession> | undefined;
  return {
    open() {
      opening ??= open();
      return opening;
    },
    async close() {
      const session = await opening?.catch(() => undefined);
      await session?.close();
    },
  };

  async function open(): Promise<KafkaSession> {
    const target = findTarget(globals, host.folders);
    const timeoutMs = parseDurationMs(globals.timeout);
    const { openSession } = await import('./session.js');
    return openSession(target, { timeoutMs, signal: host.signal });
  }
}
