import { expect, test } from '@jest/globals';
import { topicFormats } from '../../../schemas/topic-formats.js';
import { decodeByItself, openDecoding, type DecodeChoice, type DecodingPlaces } from './open-decoding.js';

const context = (patterns: readonly string[] = []): DecodingPlaces => ({
  cwd: '/',
  signal: new AbortController().signal,
  progress: { note: () => undefined },
  registry: () => Promise.resolve(undefined),
  namesRegistry: () => Promise.resolve(false),
  formats: () =>
    Promise.resolve(
      topicFormats(Object.fromEntries(patterns.map((pattern) => [pattern, { key: 'hex' }])), {
        ...{ path: '/kafka-lab.yaml', source: 'user', env: {} },
      }),
    ),
});

/** What a key is shown as is written in these bytes; undefined where that cannot be told. */
async function keyBytes(topic: string, patterns: readonly string[], choice: Partial<DecodeChoice> = {}) {
  const decoding = await openDecoding(context(patterns), [topic], { ...decodeByItself, ...choice }, false);
  return decoding && { bytes: await decoding.keyBytes(topic, '00') };
}

test("Kafka's own topics are decoded by themselves, others are not", async () => {
  expect(await keyBytes('__consumer_offsets', [])).toEqual({ bytes: undefined });
  expect(await keyBytes('orders', [])).toBeUndefined();
  expect(await keyBytes('__consumer_offsets', [], { noDecode: true })).toBeUndefined();
});

test('what the configuration says of them by their names counts, and a pattern for many topics does not', async () => {
  const asHex = { bytes: Buffer.of(0) };
  expect(await keyBytes('__transaction_state', ['*'])).toEqual({ bytes: undefined });
  expect(await keyBytes('orders', ['*'])).toEqual(asHex);
  expect(await keyBytes('__transaction_state', ['__transaction_state'])).toEqual(asHex);
  expect(await keyBytes('__transaction_state', [], { decode: ['key=hex'] })).toEqual(asHex);
});
