/** Finds the jars of the java engine: those of KAFKA_HOME, else a cache that Maven fills once from a pinned pom. */
import { readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../../../text/errors.js';
import { fetchedByMaven, type FetchSurroundings } from './maven.js';
import type { ClusterMode } from '../state/cluster-plan.js';

/** Kafka 3.9.1 includes ZooKeeper 3.8.4; it is the last release with ZooKeeper. */
const kafkaVersions: Readonly<Record<ClusterMode, string>> = { zookeeper: '3.9.1', kraft: '4.4.0' };

const dependency = (artifact: string, version: string, group = 'org.apache.kafka') =>
  `    <dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${version}</version></dependency>`;
/** The jars are 58 MB with ZooKeeper and 57 MB without; the rest is Maven's plugin. */
const atMostBytes = 80e6;

export interface JarOptions extends FetchSurroundings {
  /** Kafka 3.9 for a cluster with ZooKeeper, Kafka 4 for one without. */
  readonly mode: ClusterMode;
}

/**
 * The folder of the jars, without symbolic links: a class archive fits only the path it was made with. Throws
 * `environment` if there are none and they cannot be fetched.
 */
export async function findJars(options: JarOptions): Promise<string> {
  const home = options.env['KAFKA_HOME'];
  if (home) {
    const libs = join(home, 'libs');
    const version = await serverVersion(libs);
    if (version !== undefined) {
      requireMode(version, options.mode, home);
      return realpath(libs);
    }
    throw new LabError('environment', `KAFKA_HOME is ${home}, but there is no Kafka server in ${libs}.`, {
      hint: 'Set it to an unpacked Kafka, or unset it and let kafka-lab fetch Kafka with Maven.',
    });
  }
  return kafkaJars(kafkaVersions[options.mode], options);
}

/** The jars of this version, from the cache or fetched into it. Throws `environment`. */
export async function kafkaJars(version: string, options: FetchSurroundings): Promise<string> {
  const folder = await fetchedByMaven(
    {
      ...{ what: 'Kafka', version, folder: `kafka-${version}` },
      dependencies: [
        dependency('kafka_2.13', version),
        dependency('kafka-tools', version),
        dependency('slf4j-reload4j', '1.7.36', 'org.slf4j'),
      ].join('\n'),
      goal: (into) => ['dependency:copy-dependencies', `-DoutputDirectory=${into}`],
      atMostBytes,
      isComplete: async (at) => (await serverVersion(at)) !== undefined,
      otherWay: `unpack Kafka ${version} and set KAFKA_HOME to it`,
    },
    options,
  );
  return realpath(folder);
}

/** `3.9.1`, by the name of the server's jar; `undefined` if there is none. */
async function serverVersion(folder: string): Promise<string | undefined> {
  const names = await readdir(folder).catch(() => []);
  return names.flatMap((name) => /^kafka_2\.\d+-(\d.*)\.jar$/.exec(name)?.[1] ?? [])[0];
}

/** Kafka 4.0 removed ZooKeeper; the settings of the practice cluster without it need Kafka 4. */
function requireMode(version: string, mode: ClusterMode, home: string): void {
  const isFour = Number.parseInt(version) >= 4;
  if (isFour === (mode === 'kraft')) return;
  throw new LabError(
    'environment',
    isFour
      ? `KAFKA_HOME is ${home}, Kafka ${version}, which runs without ZooKeeper only.`
      : `KAFKA_HOME is ${home}, Kafka ${version}; a cluster without ZooKeeper is run with Kafka 4.`,
    {
      hint: isFour
        ? 'Run it that way (kafka-lab cluster up --kraft), or unset KAFKA_HOME and let kafka-lab fetch Kafka 3.9 with Maven.'
        : 'Set it to an unpacked Kafka 4, or unset it and let kafka-lab fetch Kafka 4 with Maven.',
    },
  );
}
