/** A practice cluster of one test's own, to be damaged; its processes are ended by the ids that were recorded. */
import { readState } from '../../practice/cluster/state/find-cluster.js';
import { clusterFolder } from '../../practice/cluster/state/cluster-folder.js';
import { killProcess } from '../../practice/cluster/state/process-identity.js';
import { freePorts, shareCache, temporaryHome } from './cluster-fixtures.js';
import { runCli, type CliResult, type CliSettings } from '../program/run-cli.js';

export interface OwnCluster {
  readonly bootstrapServers: string;
  /** The URL of its schema registry; empty without one. */
  readonly registry: string;
  /** KAFKA_LAB_HOME, for tests that run the program themselves. */
  readonly home: string;
  /** kafka-lab, to which this is the practice cluster. */
  lab(argv: readonly string[], settings?: CliSettings): Promise<CliResult>;
  remove(): Promise<void>;
}

/** Three brokers, with ZooKeeper or without, with a schema registry if wanted. Leaves nothing behind if it does not start. */
export async function startOwnCluster({ kraft = false, registry = false } = {}): Promise<OwnCluster> {
  const home = temporaryHome();
  shareCache(home.path);
  // Java and the jars that Maven keeps are found through these.
  const env = { HOME: process.env['HOME'], JAVA_HOME: process.env['JAVA_HOME'] };
  // Room for brokers that are added.
  const basePort = await freePorts(7);
  const cluster: OwnCluster = {
    bootstrapServers: [0, 1, 2].map((index) => `localhost:${basePort + index}`).join(','),
    registry: registry ? `http://localhost:${basePort + 6}/apis/ccompat/v7` : '',
    home: home.path,
    lab: (argv, settings) => runCli(argv, { home: home.path, env, ...settings }),
    async remove() {
      const services = readState(clusterFolder(home.folders, 'lab'))?.services ?? [];
      // Nothing of it is kept, and to leave in good order takes a broker many seconds once ZooKeeper is gone.
      const processes = services.flatMap((service) => service.process ?? []);
      await Promise.all(processes.map((each) => killProcess(each)));
      home.remove();
    },
  };
  const keeper = kraft ? ['--kraft'] : ['--zookeeper-port', String(basePort + 5)];
  const { exitCode, stderr } = await cluster.lab([
    ...['cluster', 'up', '--engine', 'java', '--base-port', String(basePort)],
    ...keeper,
    ...(registry ? ['--registry-port', String(basePort + 6)] : []),
  ]);
  if (exitCode === 0) return cluster;
  await cluster.remove();
  throw new Error(`No cluster for this test: ${stderr}`);
}
