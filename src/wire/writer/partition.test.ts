import { expect, test } from '@jest/globals';
import { BufferPool } from '../batch/buffer-pool.js';
import { PartitionQueue } from './partition.js';
import { defaultLimits, type SenderSettings } from './types.js';

const settings: SenderSettings = {
  ...defaultLimits,
  batchBytes: 1000,
  topic: 'orders',
  acks: 1,
  compression: 'none',
  transactionalId: null,
  ackTimeoutMs: 1000,
  deliveryTimeoutMs: 1000,
  sequenced: false,
};

/** A batch that was sent once. */
function sentBatch() {
  const pool = new BufferPool(settings.batchBytes, settings.pendingBytes);
  const queue = new PartitionQueue(0, settings, pool);
  const line = Buffer.from('value\n');
  queue.appendLines(1, 1000, line, 0, line.length, Buffer.of(0));
  queue.seal();
  return { pool, queue, batch: queue.take(0)! };
}

test('the memory of a batch is reused once it is acknowledged, and not before', () => {
  const { pool, queue, batch } = sentBatch();
  expect(pool.take(1000).buffer).not.toBe(batch.bytes.buffer);
  queue.acknowledge(batch);
  expect(pool.take(1000).buffer).toBe(batch.bytes.buffer);
});

test('the memory of a batch that was sent twice is not reused: a broken connection may hold its bytes', () => {
  const { pool, queue, batch } = sentBatch();
  queue.again(batch, 'no answer', true);
  expect(queue.take(0)).toBe(batch);
  queue.acknowledge(batch);
  expect(pool.take(1000).buffer).not.toBe(batch.bytes.buffer);
});
