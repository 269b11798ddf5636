/** Finds a Java that can run the practice cluster. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { LabError } from '../../../text/errors.js';
import { findExecutable, isExecutable } from '../state/executable.js';
import type { Environment } from '../../../view/world.js';

const run = promisify(execFile);
const oldest = 17;

export interface Java {
  readonly path: string;
  /** `17.0.15` */
  readonly version: string;
}

/** JAVA_HOME first, then the PATH; `undefined` if there is none. Throws `environment` if it is too old. */
export async function findJava(env: Environment): Promise<Java | undefined> {
  const home = env['JAVA_HOME'];
  const ofHome = home ? join(home, 'bin', 'java') : undefined;
  const path = ofHome && (await isExecutable(ofHome)) ? ofHome : await findExecutable('java', env);
  if (path === undefined) return undefined;
  // `java -version` writes to stderr, and differs between makers only around the quoted number.
  const said = await run(path, ['-version'], { env: { ...env }, timeout: 20_000 }).then(
    ({ stdout, stderr }) => stderr + stdout,
    (error: unknown) => String((error as { stderr?: string }).stderr ?? error),
  );
  const version = /version "([^"]+)"/.exec(said)?.[1];
  if (version === undefined) {
    throw new LabError('environment', `${path} does not run: ${said.trim().split('\n')[0] ?? ''}`, {
      hint: `Install Java ${oldest} or newer, or set JAVA_HOME to one.`,
    });
  }
  const major = Number(/^(?:1\.)?(\d+)/.exec(version)?.[1]);
  if (major < oldest) {
    throw new LabError(
      'environment',
      `Java ${version} at ${path} is too old; Kafka needs Java ${oldest} or newer.`,
      {
        hint: `Install a newer one, or set JAVA_HOME to one: JAVA_HOME=/path/to/jdk-${oldest} kafka-lab cluster up`,
      },
    );
  }
  return { path, version };
}
