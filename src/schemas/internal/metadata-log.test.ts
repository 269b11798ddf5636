import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileStruct } from '../../wire/protocol/codec.js';
import { ByteWriter } from '../../wire/protocol/codec-writer.js';
import { DecodeError } from '../codec.js';
import { metadataLogReader as reader } from './metadata-log.js';
import { metadataMessages, quorumMessages } from './metadata-messages.js';

const topicId = 'cd17HLPgQAWYG0THfJ-Ntw';

/** As controllers write them: frame 1, type, version, message. */
function framed(type: number, version: number, body: Readonly<Record<string, unknown>>): Buffer {
  const writer = new ByteWriter('a record');
  for (const number of [1, type, version]) writer.unsignedVarint(number);
  compileStruct(metadataMessages.get(type)!.value, version, true).write(writer, body);
  return writer.written();
}

function control(type: number, version: number, body: Readonly<Record<string, unknown>>) {
  const writer = new ByteWriter('a record');
  compileStruct(quorumMessages.get(type)!.value, version, true).write(writer, { version, ...body });
  return { key: Buffer.of(0, 0, 0, type), value: writer.written() };
}

const valueOf = (bytes: Buffer, key?: Buffer) => reader.value(key, bytes);

test('what a record is, its version, and its fields without tagged ones that have their default', () => {
  expect(valueOf(framed(2, 0, { name: 'orders', topicId }))).toEqual({
    message: 'TopicRecord',
    version: 0,
    json: `{"type":"TopicRecord","name":"orders","topicId":"${topicId}"}`,
  });
  const change = { partitionId: 3, topicId, isr: [1, 2], leader: 2 };
  expect(valueOf(framed(5, 2, change)).json).toBe(
    `{"type":"PartitionChangeRecord","partitionId":3,"topicId":"${topicId}","isr":[1,2],"leader":2}`,
  );
});

test('words for numbers, down to those of listeners', () => {
  const endPoints = [{ name: 'A', host: 'h', port: 9092, securityProtocol: 3 }];
  const controller = {
    ...{ controllerId: 1, incarnationId: topicId, zkMigrationReady: false, features: [] },
    endPoints,
  };
  expect(JSON.parse(valueOf(framed(27, 0, controller)).json)).toMatchObject({
    endPoints: [{ port: 9092, securityProtocol: 'SASL_SSL' }],
  });
  expect(valueOf(framed(17, 1, { brokerId: 1, brokerEpoch: 9, fenced: -1 })).json).toContain(
    '"fenced":"UNFENCE"',
  );
});

describe('what a user logs in with is not shown', () => {
  test('credentials of SCRAM', () => {
    const secrets = { salt: Buffer.of(1), storedKey: Buffer.of(2), serverKey: Buffer.of(3) };
    const { json } = valueOf(framed(11, 0, { name: 'ann', mechanism: 1, iterations: 4096, ...secrets }));
    expect(JSON.parse(json)).toEqual({
      ...{ type: 'UserScramCredentialRecord', name: 'ann', mechanism: 'SCRAM-SHA-256', iterations: 4096 },
      ...{ salt: '(hidden)', storedKey: '(hidden)', serverKey: '(hidden)' },
    });
  });

  test.each([
    ['retention.ms', '1000'],
    ['listener.name.out.ssl.keystore.password', '(hidden)'],
    ['listener.name.out.scram-sha-256.sasl.jaas.config', '(hidden)'],
    ['ssl.keystore.key', '(hidden)'],
  ])('config %s', (name, shown) => {
    const config = { resourceType: 4, resourceName: '1', name, value: '1000' };
    expect(JSON.parse(valueOf(framed(4, 0, config)).json)).toMatchObject({
      resourceType: 'BROKER',
      value: shown,
    });
  });
});

test('control records of the quorum have a key', () => {
  const { key, value } = control(2, 1, {
    ...{ leaderId: 3, grantingVoters: [] },
    voters: [{ voterId: 3, voterDirectoryId: topicId }],
  });
  expect(reader.key(key).json).toBe('{"type":"LeaderChangeMessage"}');
  expect(valueOf(value, key)).toEqual({
    message: 'LeaderChangeMessage',
    version: 1,
    json: `{"type":"LeaderChangeMessage","version":1,"leaderId":3,"voters":[{"voterId":3,"voterDirectoryId":"${topicId}"}],"grantingVoters":[]}`,
  });
});

test.each([
  ['another frame', () => valueOf(Buffer.of(2, 2, 0)), 'its frame is of version 2, and known is 1'],
  ['a kind that came later', () => valueOf(Buffer.of(1, 99, 0)), 'it is of type 99, which is not known'],
  [
    'a version that came later',
    () => valueOf(Buffer.of(1, 2, 7)),
    'it is version 7 of TopicRecord, and known are 0 to 0',
  ],
  ['nothing', () => valueOf(Buffer.alloc(0)), 'its frame cannot be read at byte 0 of 0'],
  ['bytes that are left over', () => valueOf(Buffer.of(1, 20, 0, 0, 0)), '1 bytes are left over'],
  ['a short key', () => reader.key(Buffer.of(0)), 'its key is too short'],
  ['another control record', () => reader.key(Buffer.of(0, 0, 0, 9)), 'its key is of type 9'],
  ['a control record of nothing', () => valueOf(Buffer.alloc(0), Buffer.of(0, 0, 0, 2)), 'it is too short'],
])('%s is told', (_, read, message) => {
  expect(read).toThrow(DecodeError);
  expect(read).toThrow(message);
});

test('any bytes are JSON or not decoded', () => {
  const types = fc.constantFrom(...metadataMessages.keys());
  fc.assert(
    fc.property(types, fc.nat(4), fc.uint8Array({ maxLength: 60 }), (type, version, rest) => {
      try {
        JSON.parse(valueOf(Buffer.of(1, type, version, ...rest)).json);
      } catch (error) {
        expect(error).toBeInstanceOf(DecodeError);
      }
    }),
  );
});
