// After the broker tests, passed or failed: the cluster is ended by the process ids that kafka-lab recorded.
import { clusterFor, endCluster } from './broker-tests.js';

/**
 * @param {unknown} _
 * @param {import('./broker-tests.js').JestProject} project
 */
export default function tearDown(_, project) {
  endCluster(clusterFor(project).name);
}
