import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { BrokerConnections } from '../../testing/brokers/broker-connections.js';
import { expectCode, inEveryVersion, sharedVersions } from '../../testing/wire/every-version.js';
import type { WireConnection } from '../protocol/connection.js';
import { uniqueName } from '../../testing/clusters/test-cluster.js';
import { errorCodeNamed } from '../protocol/error-codes.js';
import { send } from '../protocol/send.js';
import { aclOperation, aclPatternType, aclPermissionType, aclResourceType } from './acl-enums.js';
import { alterClientQuotas } from './alter-client-quotas.js';
import { alterUserScramCredentials } from './alter-user-scram-credentials.js';
import { createAcls } from './create-acls.js';
import { deleteAcls } from './delete-acls.js';
import { describeAcls } from './describe-acls.js';
import { describeClientQuotas, quotaMatch } from './describe-client-quotas.js';
import { describeUserScramCredentials, scramMechanism } from './describe-user-scram-credentials.js';
import { saslAuthenticate } from './sasl-authenticate.js';
import { saslHandshake } from './sasl-handshake.js';

let brokers: BrokerConnections;
let controller: WireConnection;

beforeAll(async () => {
  brokers = await BrokerConnections.open();
  controller = await brokers.controller();
}, 60_000);

afterAll(() => {
  brokers.close();
});

test('a listener without SASL says so', async () => {
  await inEveryVersion(
    brokers.any,
    saslHandshake,
    () => ({ mechanism: 'PLAIN' }),
    ({ errorCode, mechanisms }) => {
      expectCode(errorCode, 'ILLEGAL_SASL_STATE');
      expect(mechanisms).toEqual([]);
    },
  );
  await inEveryVersion(
    brokers.any,
    saslAuthenticate,
    () => ({ authBytes: Buffer.from('a message') }),
    ({ errorCode, errorMessage, authBytes }) => {
      expectCode(errorCode, 'ILLEGAL_SASL_STATE');
      expect([errorMessage, authBytes.length]).toEqual([expect.stringMatching(/SaslAuthenticate/), 0]);
    },
  );
});

test('requests about users, quotas and access rules', async () => {
  const user = uniqueName('round-trip-user');
  const mechanism = scramMechanism['SCRAM-SHA-256'];
  await inEveryVersion(
    controller,
    alterUserScramCredentials,
    () => ({
      upsertions: [
        {
          name: user,
          mechanism,
          iterations: 4096,
          salt: Buffer.from('salt'),
          saltedPassword: Buffer.alloc(32, 1),
        },
      ],
    }),
    ({ results }) => expect(results[0]).toMatchObject({ user, errorCode: 0 }),
  );
  await inEveryVersion(
    controller,
    describeUserScramCredentials,
    () => ({ users: [{ name: user }] }),
    ({ results }) => {
      // The broker asked may not have heard of the change yet.
      if (results[0]!.errorCode !== errorCodeNamed('RESOURCE_NOT_FOUND')) {
        expect(results[0]!.credentialInfos).toEqual([{ mechanism, iterations: 4096 }]);
      }
    },
  );
  const deletions = [{ name: user, mechanism }];
  if (sharedVersions(controller, alterUserScramCredentials).length > 0) {
    const { results } = await send(controller, alterUserScramCredentials, { deletions });
    expect(results[0]).toMatchObject({ user, errorCode: 0 });
  }
  for (const remove of [false, true]) {
    await inEveryVersion(
      controller,
      alterClientQuotas,
      () => ({
        entries: [
          {
            entity: [{ entityType: 'client-id', entityName: user }],
            ops: [{ key: 'request_percentage', value: 12.5, remove }],
          },
        ],
      }),
      ({ entries }) => {
        expect(entries[0]).toMatchObject({
          errorCode: 0,
          entity: [{ entityType: 'client-id', entityName: user }],
        });
      },
    );
    await inEveryVersion(
      controller,
      describeClientQuotas,
      () => ({ components: [{ entityType: 'client-id', matchType: quotaMatch.exact, match: user }] }),
      ({ errorCode, entries }) => {
        expectCode(errorCode, 'NONE');
        if (!remove && entries!.length > 0) {
          expect(entries![0]!.values).toEqual([{ key: 'request_percentage', value: 12.5 }]);
        }
      },
    );
  }
  const rule = {
    resourceType: aclResourceType.topic,
    resourceName: user,
    principal: 'User:nobody',
    host: '*',
    operation: aclOperation.read,
    permissionType: aclPermissionType.deny,
  };
  const filter = {
    resourceTypeFilter: aclResourceType.topic,
    resourceNameFilter: user,
    patternTypeFilter: aclPatternType.any,
    principalFilter: null,
    hostFilter: null,
    operation: aclOperation.any,
    permissionType: aclPermissionType.any,
  };
  await inEveryVersion(
    controller,
    createAcls,
    () => ({ creations: [{ ...rule, resourcePatternType: aclPatternType.literal }] }),
    ({ results }) => expectCode(results[0]!.errorCode, 'NONE', 'SECURITY_DISABLED'),
  );
  await inEveryVersion(
    controller,
    describeAcls,
    () => filter,
    ({ errorCode, resources }) => {
      expectCode(errorCode, 'NONE', 'SECURITY_DISABLED');
      if (resources.length > 0) expect(resources[0]!.acls[0]!.principal).toBe('User:nobody');
    },
  );
  await inEveryVersion(
    controller,
    deleteAcls,
    () => ({ filters: [filter] }),
    ({ filterResults }) => expectCode(filterResults[0]!.errorCode, 'NONE', 'SECURITY_DISABLED'),
  );
});
