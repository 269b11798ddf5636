/** Share groups for tests: one that is new begins at the end, unless its config says otherwise. */
import { parseAddresses } from '../../net/addresses.js';
import { send } from '../../wire/protocol/send.js';
import { configOperation, incrementalAlterConfigs } from '../../wire/requests/incremental-alter-configs.js';
import { connectTo } from '../brokers/broker-connections.js';
import { testCluster, uniqueName } from './test-cluster.js';

/** The config resource GROUP (KIP-848). */
const groupResource = 32;

/** The name of a group that begins at the start. */
export async function newShareGroup(config: Readonly<Record<string, string>> = {}): Promise<string> {
  const resourceName = uniqueName('share-group');
  const [address] = parseAddresses(testCluster().bootstrapServers);
  const connection = await connectTo(address!);
  try {
    const configs = Object.entries({ 'share.auto.offset.reset': 'earliest', ...config });
    const { responses } = await send(connection, incrementalAlterConfigs, {
      resources: [
        {
          ...{ resourceType: groupResource, resourceName },
          configs: configs.map(([name, value]) => ({ name, value, configOperation: configOperation.set })),
        },
      ],
    });
    if (responses[0]?.errorCode !== 0) throw new Error(JSON.stringify(responses));
  } finally {
    connection.close();
  }
  return resourceName;
}
