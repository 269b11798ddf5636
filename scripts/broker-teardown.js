// After the broker tests, passed or failed: the cluster is ended by the process ids that kafka-lab recorded.
import { clusterFor, kafkaLab } from './broker-tests.js';

/**
 * @param {unknown} _
 * @param {import('./broker-tests.js').JestProject} project
 */
export default function tearDown(_, project) {
  kafkaLab('cluster', 'down', '--name', clusterFor(project).name, '--delete-data', '--yes');
}
