import { describe, expect, test } from '@jest/globals';
import { capturedExchanges, inHex } from '../../testing/wire/captured-exchange.js';
import { decodeRequest, decodeResponse, encodeRequest, encodeResponse } from '../protocol/codec-message.js';
import { sinceKafka4 } from '../../testing/wire/since-kafka-4.js';
import { allRequests } from './index.js';

const exchanges = capturedExchanges().map(
  ([file, exchange]) => [`${file} from ${exchange.broker}`, exchange] as const,
);

test('an exchange of every request is here, with Kafka 3 and with Kafka 4', () => {
  const missing = (major: string) => {
    const ofMajor = exchanges.filter(([, { broker }]) => broker.startsWith(`Apache Kafka ${major}.`));
    const captured = new Set(ofMajor.map(([, { api }]) => api));
    return allRequests.map(({ name }) => name).filter((name) => !captured.has(name));
  };
  // Its answer names folders of the machine that it was captured on.
  const withPaths = 'DescribeLogDirs';
  expect(missing('4')).toEqual([withPaths]);
  // With ZooKeeper there is no quorum, nobody keeps account of eligible leaders, and groups are classic ones.
  const withoutZooKeeper = ['DescribeQuorum', 'DescribeTopicPartitions', ...sinceKafka4];
  expect(missing('3')).toEqual([withPaths, ...withoutZooKeeper].sort());
});

describe.each(exchanges)('%s', (_, { api, version, request, response }) => {
  const definition = allRequests.find(({ name }) => name === api)!;
  const requestBytes = Buffer.from(request.bytes, 'hex');
  const responseBytes = Buffer.from(response.bytes, 'hex');

  test('reads as what was asked and answered', () => {
    expect(inHex(decodeRequest(definition, version, requestBytes))).toEqual(request.body);
    expect(inHex(decodeResponse(definition, version, responseBytes))).toEqual(response.body);
  });

  test('is written to the same bytes', () => {
    expect(encodeRequest(definition, version, decodeRequest(definition, version, requestBytes))).toEqual(
      requestBytes,
    );
    expect(encodeResponse(definition, version, decodeResponse(definition, version, responseBytes))).toEqual(
      responseBytes,
    );
  });
});
