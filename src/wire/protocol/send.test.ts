import { describe, expect, test } from '@jest/globals';
import { LabError } from '../../text/errors.js';
import { decodeRequest, encodeResponse } from './codec-message.js';
import type { WireConnection } from './connection.js';
import { apiVersions } from '../requests/api-versions.js';
import { findCoordinator } from '../requests/find-coordinator.js';
import { listGroups } from '../requests/list-groups.js';
import { negotiate, send } from './send.js';

interface Sent {
  readonly apiKey: number;
  readonly version: number;
  readonly name: string;
  readonly body: Buffer;
}

function connectionTo(
  versions: readonly [apiKey: number, min: number, max: number][],
  answer: (sent: Sent) => Buffer,
): { connection: WireConnection; sent: Sent[] } {
  const sent: Sent[] = [];
  const connection: WireConnection = {
    nodeId: 3,
    address: 'broker:9092',
    apiVersions: new Map(versions.map(([apiKey, min, max]) => [apiKey, { min, max }])),
    send(apiKey, version, name, body: Buffer) {
      sent.push({ apiKey, version, name, body });
      return Promise.resolve(answer(sent.at(-1)!));
    },
  };
  return { connection, sent };
}

const groups = [{ groupId: 'g', protocolType: 'consumer', groupState: 'Stable', groupType: '' }];
const noGroupsIn = ({ version }: Sent) =>
  encodeResponse(listGroups, version, { errorCode: 0, throttleTimeMs: 0, groups: [] });

describe('send', () => {
  test('speaks the highest version that both know', async () => {
    const { connection, sent } = connectionTo([[16, 0, 4]], ({ version }) =>
      encodeResponse(listGroups, version, { errorCode: 0, throttleTimeMs: 0, groups }),
    );
    expect(await send(connection, listGroups, { statesFilter: ['Stable'] })).toMatchObject({ groups });
    expect(sent).toMatchObject([{ apiKey: 16, version: 4, name: 'ListGroups' }]);
    expect(decodeRequest(listGroups, 4, sent[0]!.body)).toEqual({
      statesFilter: ['Stable'],
      typesFilter: [],
    });
  });

  test('keeps to the older shape when asked to', async () => {
    const { connection, sent } = connectionTo([[10, 0, 6]], () =>
      encodeResponse(findCoordinator, 3, {
        throttleTimeMs: 0,
        errorCode: 0,
        errorMessage: null,
        nodeId: 2,
        host: 'h',
        port: 9092,
        coordinators: [],
      }),
    );
    const found = await send(connection, findCoordinator, { key: 'g' }, { maxVersion: 3 });
    expect(found).toMatchObject({ nodeId: 2, port: 9092 });
    expect(sent[0]!.version).toBe(3);
  });

  test('sends a given version to a broker that has not said what it knows', async () => {
    const { connection, sent } = connectionTo([], () =>
      encodeResponse(apiVersions, 0, { errorCode: 0, throttleTimeMs: 0, apiKeys: [] }),
    );
    const client = { clientSoftwareName: 'kafka-lab', clientSoftwareVersion: '1' };
    expect(await send(connection, apiVersions, client, { version: 0 })).toMatchObject({ apiKeys: [] });
    expect(sent).toMatchObject([{ version: 0, body: Buffer.alloc(0) }]);
  });

  test('the answer to ApiVersions has no tagged section in its header', () => {
    const answer = { errorCode: 0, throttleTimeMs: 0, apiKeys: [] };
    expect(encodeResponse(apiVersions, 3, answer).toString('hex')).toBe('0000' + '01' + '00000000' + '00');
  });

  test('takes no answer with bytes left over', async () => {
    const { connection } = connectionTo([[16, 0, 5]], (sent) =>
      Buffer.concat([noGroupsIn(sent), Buffer.of(1)]),
    );
    await expect(send(connection, listGroups, {})).rejects.toThrow('1 bytes are left over');
  });

  test('says so when the broker cannot do what is asked', async () => {
    const { connection, sent } = connectionTo([[16, 0, 3]], noGroupsIn);
    const rejected = send(connection, listGroups, { statesFilter: ['Empty'] });
    await expect(rejected).rejects.toThrow(
      'ListGroups v3 request cannot carry statesFilter: it came with version 4',
    );
    expect(sent).toEqual([]);
  });
});

describe('negotiate', () => {
  const refusalOf = (versions: [number, number, number][], maxVersion?: number): LabError => {
    try {
      negotiate(connectionTo(versions, noGroupsIn).connection, listGroups, maxVersion);
    } catch (error) {
      if (error instanceof LabError) return error;
    }
    throw new Error('no refusal');
  };

  test('names both sides when they have no version in common', () => {
    expect(refusalOf([])).toMatchObject({
      code: 'refused',
      message:
        'Broker 3 at broker:9092 cannot answer ListGroups: it does not offer it, kafka-lab needs versions 0 to 5.',
    });
    expect(refusalOf([[16, 7, 9]]).message).toContain(
      'it offers versions 7 to 9, kafka-lab needs versions 0 to 5',
    );
    expect(refusalOf([[16, 7, 9]]).hint).toContain('too new');
    expect(refusalOf([[16, 2, 9]], 1).message).toContain('needs versions 0 to 1');
  });
});
