// After the broker tests, passed or failed: the cluster is ended by the process ids that kafka-lab recorded.
import { kafkaLab, name } from './broker-tests.js';

export default function tearDown() {
  kafkaLab('cluster', 'down', '--name', name, '--delete-data', '--yes');
}
