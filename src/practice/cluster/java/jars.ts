/** Finds the jars of the java engine: those of KAFKA_HOME, else a cache that Maven fills once from a pinned pom. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../../files/make-folder.js';
import { LabError } from '../../../text/errors.js';
import type { Progress } from '../../../view/progress.js';
import { findExecutable } from '../state/executable.js';
import { withLock } from '../state/lock.js';
import type { ClusterMode } from '../state/cluster-plan.js';
import type { Environment } from '../../../view/world.js';

/** Kafka 3.9.1 includes ZooKeeper 3.8.4; it is the last release with ZooKeeper. */
const kafkaVersions: Readonly<Record<ClusterMode, string>> = { zookeeper: '3.9.1', kraft: '4.3.1' };

const pomFor = (kafkaVersion: string) => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kafka-lab</groupId>
  <artifactId>practice-jars</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>${kafkaVersion}</version></dependency>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka-tools</artifactId><version>${kafkaVersion}</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-reload4j</artifactId><version>1.7.36</version></dependency>
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId>
    <artifactId>maven-dependency-plugin</artifactId>
    <version>3.8.1</version>
  </plugin></plugins></build>
</project>
`;
/** Allows for a slow network and another kafka-lab that is fetching. */
const longestFetchMs = 900_000;
/** Number of jars, only for the progress line. */
const jarCounts: Readonly<Record<ClusterMode, number>> = { zookeeper: 105, kraft: 93 };

export interface JarOptions {
  /** Kafka 3.9 for a cluster with ZooKeeper, Kafka 4 for one without. */
  readonly mode: ClusterMode;
  readonly cacheFolder: string;
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal: AbortSignal;
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
  const folder = join(options.cacheFolder, `kafka-${kafkaVersions[options.mode]}`);
  if (!(await serverVersion(folder))) {
    const { cacheFolder, progress, signal } = options;
    // Maven's own folder does not allow two at a time; a waiting command usually finds the jars afterwards.
    const lock = { progress, signal, timeoutMs: longestFetchMs, work: 'fetching Kafka' };
    await withLock(cacheFolder, lock, async () => {
      if (!(await serverVersion(folder))) await fetchJars(folder, options);
    });
  }
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

/** Into a temporary folder, which is renamed when it is complete. */
async function fetchJars(
  folder: string,
  { mode, cacheFolder, env, progress, signal }: JarOptions,
): Promise<void> {
  const kafkaVersion = kafkaVersions[mode];
  const maven = await findExecutable('mvn', env);
  if (maven === undefined) {
    throw new LabError(
      'environment',
      'The java engine needs Kafka itself, and there is no Maven (mvn) to fetch it.',
      {
        hint: `Install Maven, or unpack Kafka ${kafkaVersion} and set KAFKA_HOME to it. With Docker neither is needed.`,
      },
    );
  }
  makeFolder(cacheFolder);
  const work = await mkdtemp(join(cacheFolder, 'fetching-'));
  const jars = join(work, 'jars');
  const step = progress.start(`Fetching Kafka ${kafkaVersion} with Maven (once)`);
  const counting = setInterval(() => {
    void readdir(jars)
      .catch(() => [])
      .then(({ length }) => {
        if (length)
          step.update(
            `Fetching Kafka ${kafkaVersion} with Maven (once): ${length} of ${jarCounts[mode]} jars`,
          );
      });
  }, 500);
  try {
    await mkdir(jars);
    await writeFile(join(work, 'pom.xml'), pomFor(kafkaVersion));
    const args = ['-B', '-q', 'dependency:copy-dependencies', `-DoutputDirectory=${jars}`];
    await runMaven(maven, args, { cwd: work, env, signal, kafkaVersion });
    await rename(jars, folder).catch(async (error: unknown) => {
      if (!(await serverVersion(folder))) throw error;
    });
    step.succeed(`Fetched Kafka ${kafkaVersion} into ${folder}`);
  } catch (error) {
    step.fail(`Kafka ${kafkaVersion} could not be fetched`);
    throw error;
  } finally {
    clearInterval(counting);
    await rm(work, { recursive: true, force: true });
  }
}

function runMaven(
  maven: string,
  args: string[],
  {
    cwd,
    env,
    signal,
    kafkaVersion,
  }: {
    readonly cwd: string;
    readonly env: Environment;
    readonly signal: AbortSignal;
    readonly kafkaVersion: string;
  },
): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile(maven, args, { cwd, env: { ...env }, signal }, (error, stdout) => {
      if (!error) {
        resolve();
        return;
      }
      if (signal.aborted) {
        reject(new LabError('interrupted', 'Interrupted while Kafka was being fetched.'));
        return;
      }
      const complaint = /^.*\[ERROR\]\s*(.+)$/m.exec(stdout)?.[1] ?? error.message.split('\n')[0] ?? '';
      reject(
        new LabError(
          'environment',
          `Maven could not fetch Kafka ${kafkaVersion}: ${complaint.slice(0, 300)}`,
          {
            hint: `Check the network (and ~/.m2/settings.xml behind a proxy), or unpack Kafka ${kafkaVersion} and set KAFKA_HOME to it.`,
            cause: error,
          },
        ),
      );
    });
  });
}
