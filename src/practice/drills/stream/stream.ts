/** The numbered stream: written at a steady rate to all partitions in turn, each record identified by its id. */
import { acksOnTheWire } from '../../../kafka/records/topic-writer.js';
import { Pace } from '../../../kafka/records/produce-pace.js';
import { pause } from '../../../text/wait.js';
import type { FailedLines } from '../../../wire/writer/ledger.js';
import { openWriter, type Writer } from '../../../wire/writer/writer.js';
import type { Brokers } from './brokers.js';
import type { Ledger } from './ledger.js';
import type { DrillSettings } from './settings.js';
import { tapped } from './tap.js';

/** Shorter than the time-out of a response. */
const ackTimeoutMs = 8000;
const padding = '.'.repeat(90);

export interface Stream {
  /** Stops writing and resolves when every record is acknowledged or refused. */
  stop(): Promise<readonly FailedLines[]>;
}

/** Resolves once the stream has started. */
export async function startStream(
  topic: string,
  brokers: Brokers,
  ledger: Ledger,
  settings: DrillSettings,
): Promise<Stream> {
  const writer = await openWriter(
    {
      topic,
      broker: async (id) => tapped(await brokers.connection(id), ledger),
      anyBroker: () => brokers.anyConnection(),
      leaders: async () =>
        (await brokers.view(topic))?.partitions.map(({ leader }) => leader) ??
        Array.from({ length: settings.partitions }, () => null),
    },
    {
      acks: acksOnTheWire[settings.acks],
      compression: 'none',
      idempotent: settings.idempotent,
      ackTimeoutMs,
      deliveryTimeoutMs: settings.deliveryTimeoutMs,
    },
  );
  const over = new AbortController();
  const flowing = flow(writer, ledger, settings, over.signal);
  // stop() throws it; the drill goes on until then.
  flowing.catch(() => undefined);
  return {
    async stop() {
      over.abort();
      await flowing;
      await writer.flush();
      writer.close();
      return writer.ledger.failures;
    },
  };
}

async function flow(
  writer: Writer,
  ledger: Ledger,
  { rate, partitions }: DrillSettings,
  over: AbortSignal,
): Promise<void> {
  const pace = new Pace(rate);
  while (!over.aborted && writer.stopped === undefined) {
    const waitMs = pace.next();
    if (waitMs > 0) {
      writer.pauseInput();
      await pause(waitMs, over);
    }
    const id = ledger.send();
    const value = Buffer.from(`${id} ${padding}`);
    writer.append(id, id % partitions, Date.now(), value, 0, -1, 0, value.length);
  }
}
