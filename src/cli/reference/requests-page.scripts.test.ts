import { expect, test } from '@jest/globals';
import type { ApiVersionsReport } from '../../kafka/brokers/api-versions.js';
import { requestRows } from '../../testing/wire/requests-page.js';
import { jsonOnTestCluster, testCluster } from '../../testing/clusters/test-cluster.js';

test('the versions in docs/requests.md are those that kafka-lab and this Kafka agree on', async () => {
  const { apis } = await jsonOnTestCluster<ApiVersionsReport>(['api-versions']);
  const { mode } = testCluster();
  expect(requestRows().map((row) => [row.request, row[mode]])).toEqual(
    apis.map(({ name, used }) => [name, used]).sort(),
  );
});
