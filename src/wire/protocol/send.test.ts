import { describe, expect, test } from '@jest/globals';
import { LabError } from '../../text/errors.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { encodeResponse } from './codec-message.js';
import { apiVersions } from '../requests/api-versions.js';
import { findCoordinator } from '../requests/find-coordinator.js';
import { listGroups } from '../requests/list-groups.js';
import { negotiate, send } from './send.js';

const throttleTimeMs = 0;

function broker(): ScriptedBroker {
  return new ScriptedBroker(3, 'broker:9092');
}

function brokerWithGroups(versions: readonly [number, number], groups: Group[] = []): ScriptedBroker {
  return broker().on(listGroups, () => ({ errorCode: 0, throttleTimeMs, groups }), versions);
}

interface Group {
  readonly groupId: string;
  readonly protocolType: string;
  readonly groupState: string;
  readonly groupType: string;
}

const groups: Group[] = [{ groupId: 'g', protocolType: 'consumer', groupState: 'Stable', groupType: '' }];

describe('send', () => {
  test('speaks the highest version that both know', async () => {
    const connection = brokerWithGroups([0, 4], groups);
    expect(await send(connection, listGroups, { statesFilter: ['Stable'] })).toMatchObject({ groups });
    expect(connection.log).toMatchObject([{ apiKey: 16, version: 4, name: 'ListGroups' }]);
    expect(connection.requests(listGroups)).toEqual([{ statesFilter: ['Stable'], typesFilter: [] }]);
  });

  test('keeps to the older shape when asked to', async () => {
    const connection = broker().on(findCoordinator, () => ({
      throttleTimeMs,
      errorCode: 0,
      errorMessage: null,
      nodeId: 2,
      host: 'h',
      port: 9092,
      coordinators: [],
    }));
    const found = await send(connection, findCoordinator, { key: 'g' }, { maxVersion: 3 });
    expect(found).toMatchObject({ nodeId: 2, port: 9092 });
    expect(connection.log[0]!.version).toBe(3);
  });

  test('sends a given version to a broker that has not said what it knows', async () => {
    const connection = broker();
    connection.apiVersions.clear();
    const client = { clientSoftwareName: 'kafka-lab', clientSoftwareVersion: '1' };
    expect(await send(connection, apiVersions, client, { version: 0 })).toMatchObject({ apiKeys: [] });
    expect(connection.log).toMatchObject([{ version: 0, body: Buffer.alloc(0) }]);
  });

  test('the answer to ApiVersions has no tagged section in its header', () => {
    const answer = { errorCode: 0, throttleTimeMs: 0, apiKeys: [] };
    expect(encodeResponse(apiVersions, 3, answer).toString('hex')).toBe('0000' + '01' + '00000000' + '00');
  });

  test('takes no answer with bytes left over', async () => {
    const connection = brokerWithGroups([0, 5]);
    connection.network = async (_, arrive) => Buffer.concat([await arrive(), Buffer.of(1)]);
    await expect(send(connection, listGroups, {})).rejects.toThrow('1 bytes are left over');
  });

  test('says so when the broker cannot do what is asked', async () => {
    const connection = brokerWithGroups([0, 3]);
    const rejected = send(connection, listGroups, { statesFilter: ['Empty'] });
    await expect(rejected).rejects.toThrow(
      'ListGroups v3 request cannot carry statesFilter: it came with version 4',
    );
    expect(connection.log).toEqual([]);
  });
});

describe('negotiate', () => {
  const refusalBy = (connection: ScriptedBroker, maxVersion?: number): LabError => {
    try {
      negotiate(connection, listGroups, maxVersion);
    } catch (error) {
      if (error instanceof LabError) return error;
    }
    throw new Error('no refusal');
  };

  test('names both sides when they have no version in common', () => {
    expect(refusalBy(broker())).toMatchObject({
      code: 'refused',
      message:
        'Broker 3 at broker:9092 cannot answer ListGroups: it does not offer it, kafka-lab needs versions 0 to 5.',
    });
    expect(refusalBy(brokerWithGroups([7, 9])).message).toContain(
      'it offers versions 7 to 9, kafka-lab needs versions 0 to 5',
    );
    expect(refusalBy(brokerWithGroups([7, 9])).hint).toContain('too new');
    expect(refusalBy(brokerWithGroups([2, 9]), 1).message).toContain('needs versions 0 to 1');
  });
});
