/** ApiVersions: which requests a broker answers, in which versions, and its feature levels. */
import { array, bool, int16, int32, int64, string } from '../protocol/schema.js';
import { defineRequest } from '../protocol/schema-request.js';

/**
 * https://kafka.apache.org/protocol#The_Messages_ApiVersions. Sent with an explicit version, as it is how versions are learnt: a broker that does not know the
 * version answers in version 0 with UNSUPPORTED_VERSION (KIP-511), so 0 is the one that always decodes.
 * From version 5 (Kafka 4.4, KIP-1242) a client can say whom it means to reach; another broker answers REBOOTSTRAP_REQUIRED.
 */
export const apiVersions = defineRequest({
  apiKey: 18,
  name: 'ApiVersions',
  versions: [0, 5],
  flexibleSince: 3,
  plainResponseHeader: true,
  request: {
    clientSoftwareName: string().since(3).ignorable(),
    clientSoftwareVersion: string().since(3).ignorable(),
    /** Null, and -1 below, if not known: nothing is checked then. */
    clusterId: string().since(5).nullable().default(null).ignorable(),
    nodeId: int32().since(5).default(-1).ignorable(),
  },
  response: {
    errorCode: int16(),
    apiKeys: array({ apiKey: int16(), minVersion: int16(), maxVersion: int16() }),
    throttleTimeMs: int32().since(1).ignorable(),
    supportedFeatures: array({ name: string(), minVersion: int16(), maxVersion: int16() })
      .since(3)
      .tagged(0)
      .ignorable(),
    finalizedFeaturesEpoch: int64().since(3).default(-1).tagged(1).ignorable(),
    finalizedFeatures: array({ name: string(), maxVersionLevel: int16(), minVersionLevel: int16() })
      .since(3)
      .tagged(2)
      .ignorable(),
    zkMigrationReady: bool().since(3).default(false).tagged(3).ignorable(),
  },
});
