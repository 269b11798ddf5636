/** Programs that Maven fetches once, each into a folder of the cache. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../../files/make-folder.js';
import { LabError } from '../../../text/errors.js';
import type { Environment } from '../../../view/world.js';
import type { Progress } from '../../../view/progress.js';
import { findExecutable } from '../state/executable.js';
import { noTransfers, transferredBytes, withOutput } from './maven-transfers.js';
import { showDownload } from './show-download.js';
import { withLock } from '../state/lock.js';

/** Allows for a slow network and another kafka-lab that is fetching. */
const longestFetchMs = 900_000;

const pomOf = (dependencies: string) => `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>kafka-lab</groupId>
  <artifactId>practice-jars</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
${dependencies}
  </dependencies>
  <build><plugins><plugin>
    <groupId>org.apache.maven.plugins</groupId>
    <artifactId>maven-dependency-plugin</artifactId>
    <version>3.8.1</version>
  </plugin></plugins></build>
</project>
`;

export interface FetchSurroundings {
  readonly cacheFolder: string;
  readonly env: Environment;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

export interface Wanted {
  /** For messages: `Kafka`. */
  readonly what: string;
  readonly version: string;
  /** Below the cache. */
  readonly folder: string;
  /** The pom's, as XML. */
  readonly dependencies: string;
  /** What Maven is to do with them, into this folder. */
  readonly goal: (folder: string) => readonly string[];
  /** What Maven downloads for it if it has nothing yet, its own plugin too; for the progress line. */
  readonly atMostBytes: number;
  /** Whether the folder has all of it. */
  isComplete(folder: string): Promise<boolean>;
  /** What else helps: `unpack Kafka 3.9.1 and set KAFKA_HOME to it`. */
  readonly otherWay: string;
}

/** The folder. Throws `environment` if it is not there and cannot be fetched. */
export async function fetchedByMaven(wanted: Wanted, surroundings: FetchSurroundings): Promise<string> {
  const { cacheFolder, progress, signal } = surroundings;
  const folder = join(cacheFolder, wanted.folder);
  if (!(await wanted.isComplete(folder))) {
    // Maven's own folder does not allow two at a time; a waiting command usually finds the files afterwards.
    const lock = { progress, signal, timeoutMs: longestFetchMs, work: `fetching ${wanted.what}` };
    await withLock(cacheFolder, lock, async () => {
      if (!(await wanted.isComplete(folder))) await fetchInto(folder, wanted, surroundings);
    });
  }
  return folder;
}

/** Into a temporary folder, which is renamed when it is complete. */
async function fetchInto(
  folder: string,
  wanted: Wanted,
  { cacheFolder, env, progress, signal }: FetchSurroundings,
): Promise<void> {
  const name = `${wanted.what} ${wanted.version}`;
  const maven = await findExecutable('mvn', env);
  if (maven === undefined) {
    throw new LabError(
      'environment',
      `The java engine needs ${wanted.what} itself, and there is no Maven (mvn) to fetch it.`,
      { hint: `Install Maven, or ${wanted.otherWay}. With Docker neither is needed.` },
    );
  }
  makeFolder(cacheFolder);
  const work = await mkdtemp(join(cacheFolder, 'fetching-'));
  const files = join(work, 'files');
  const step = progress.start(`Fetching ${name} with Maven (once)`);
  // Files come into Maven's own folder, wherever that is; what it says of them is all that can be known.
  let transfers = noTransfers;
  const stopShowing = showDownload(step, {
    what: `Fetching ${name}`,
    atMostBytes: wanted.atMostBytes,
    bytes: () => transferredBytes(transfers),
  });
  const heard = (output: string) => {
    transfers = withOutput(transfers, output);
  };
  try {
    await mkdir(files);
    await writeFile(join(work, 'pom.xml'), pomOf(wanted.dependencies));
    await runMaven(maven, wanted.goal(files), { cwd: work, env, signal, wanted, heard });
    await rename(files, folder).catch(async (error: unknown) => {
      if (!(await wanted.isComplete(folder))) throw error;
    });
    step.succeed(`Fetched ${name} into ${folder}`);
  } catch (error) {
    step.fail(`${name} could not be fetched`);
    throw error;
  } finally {
    stopShowing();
    await rm(work, { recursive: true, force: true });
  }
}

interface Run {
  readonly cwd: string;
  readonly env: Environment;
  readonly signal: AbortSignal;
  readonly wanted: Wanted;
  /** Gets what Maven writes, piece by piece. */
  readonly heard: (output: string) => void;
}

/** Far more than it ever says. */
const mostOutput = 256 * 1024 * 1024;

function runMaven(
  maven: string,
  args: readonly string[],
  { cwd, env, signal, wanted, heard }: Run,
): Promise<void> {
  const { what, version, otherWay } = wanted;
  return new Promise((resolve, reject) => {
    const settings = { cwd, env: { ...env }, signal, maxBuffer: mostOutput };
    // Neither quiet nor in batch mode, in which it does not tell how far it is. What it might ask gets no answer.
    const running = execFile(maven, ['-Dstyle.color=never', ...args], settings, (error, stdout) => {
      if (!error) {
        resolve();
        return;
      }
      if (signal.aborted) {
        reject(new LabError('interrupted', `Interrupted while ${what} was being fetched.`));
        return;
      }
      const complaint = /^.*\[ERROR\]\s*(.+)$/m.exec(stdout)?.[1] ?? error.message.split('\n')[0] ?? '';
      reject(
        new LabError('environment', `Maven could not fetch ${what} ${version}: ${complaint.slice(0, 300)}`, {
          hint: `Check the network (and ~/.m2/settings.xml behind a proxy), or ${otherWay}.`,
          cause: error,
        }),
      );
    });
    running.stdout?.on('data', heard);
    running.stdin?.on('error', () => undefined).end();
  });
}
