import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCodeOf } from '../../text/errors.js';
import {
  javaThatSays,
  labErrorOf,
  recordedProgress,
  temporaryHome,
  type TemporaryHome,
} from '../../testing/clusters/cluster-fixtures.js';
import { chooseEngine } from './choose-engine.js';
import { findJars } from './java/jars.js';
import { findJava } from './java/java.js';
import { findRegistryApp, registryJar } from './java/registry-app.js';

let home: TemporaryHome;
beforeEach(() => {
  home = temporaryHome();
});
afterEach(() => home.remove());

const workingDocker = 'echo 27.0.1';
const idleDocker = 'echo "Cannot connect to the Docker daemon" >&2; exit 1';

describe('the engine', () => {
  test('neither Docker nor Java: three ways', async () => {
    const error = await labErrorOf(chooseEngine('auto', home.env, undefined));
    expect(exitCodeOf(error)).toBe(1);
    expect(error.message).toBe('A practice cluster needs Docker or Java, and this machine has neither.');
    expect(error.hint).toMatch(/Docker:[^]*Java:[^]*-b HOST:PORT/);
  });

  test('Docker if it answers, Java if it does not', async () => {
    home.program('java', javaThatSays('21.0.2'));
    home.program('docker', workingDocker);
    expect(await chooseEngine('auto', home.env, undefined)).toBe('docker');
    home.program('docker', idleDocker);
    expect(await chooseEngine('auto', home.env, undefined)).toBe('java');
  });

  test('the one that has the data is preferred', async () => {
    home.program('java', javaThatSays('17.0.1'));
    home.program('docker', workingDocker);
    expect(await chooseEngine('auto', home.env, 'java')).toBe('java');
    expect(await chooseEngine('docker', home.env, 'java')).toBe('docker');
  });

  test('the one asked for, or an error that says why not', async () => {
    home.program('docker', idleDocker);
    const noDocker = await labErrorOf(chooseEngine('docker', home.env, undefined));
    expect(noDocker.message).toContain('Cannot connect to the Docker daemon');
    expect(noDocker.hint).toContain('--engine java');
    const noJava = await labErrorOf(chooseEngine('java', home.env, undefined));
    expect(noJava.message).toContain('no Java on this machine');
  });
});

describe('on Windows', () => {
  test('Docker, as elsewhere', async () => {
    home.program('java', javaThatSays('21.0.2'));
    home.program('docker', workingDocker);
    expect(await chooseEngine('auto', home.env, 'java', 'win32')).toBe('docker');
  });

  test('no other engine, whatever Java there is', async () => {
    home.program('java', javaThatSays('21.0.2'));
    home.program('docker', idleDocker);
    const asked = await labErrorOf(chooseEngine('java', home.env, undefined, 'win32'));
    expect(asked.message).toBe('The java engine does not run on Windows.');
    const auto = await labErrorOf(chooseEngine('auto', home.env, 'java', 'win32'));
    expect(auto.message).toMatch(/^On Windows a practice cluster needs Docker: .*daemon/);
    for (const { hint } of [asked, auto]) expect(hint).toMatch(/Docker Desktop[^]*WSL[^]*-b HOST:PORT/);
    expect(await chooseEngine('auto', home.env, 'java', 'darwin')).toBe('java');
  });
});

describe('Java', () => {
  test('JAVA_HOME comes before the PATH', async () => {
    home.program('java', javaThatSays('17.0.1'));
    expect(await findJava(home.env)).toEqual({ path: join(home.path, 'bin/java'), version: '17.0.1' });
    const env = { PATH: '', JAVA_HOME: home.path };
    expect(await findJava(env)).toEqual({ path: join(home.path, 'bin/java'), version: '17.0.1' });
  });

  test.each(['1.8.0_392', '11.0.21', '16'])('%s is too old, and named', async (version) => {
    home.program('java', javaThatSays(version));
    const error = await labErrorOf(findJava(home.env));
    expect(error.message).toBe(
      `Java ${version} at ${join(home.path, 'bin/java')} is too old; Kafka needs Java 17 or newer.`,
    );
    expect(exitCodeOf(error)).toBe(1);
  });

  test.each(['17', '17.0.15', '21-ea', '25.0.1'])('%s will do', async (version) => {
    home.program('java', javaThatSays(version));
    expect((await findJava(home.env))?.version).toBe(version);
  });

  test('one that does not run', async () => {
    home.program('java', 'echo "Unable to locate a Java Runtime." >&2; exit 1');
    expect((await labErrorOf(findJava(home.env))).message).toContain('Unable to locate a Java Runtime.');
  });
});

describe('the jars', () => {
  const wanted = (env: Record<string, string>, signal = new AbortController().signal) => ({
    mode: 'zookeeper' as const,
    cacheFolder: home.folders.cache,
    env,
    progress: recordedProgress(),
    signal,
  });
  const copying = `for a; do case $a in -DoutputDirectory=*) d=\${a#*=};; esac; done
grep -q 3.9.1 pom.xml || exit 1
sleep 0.3; touch "$d/kafka_2.13-3.9.1.jar" "$d/zookeeper-3.8.4.jar"`;

  test('of KAFKA_HOME, which must be a Kafka', async () => {
    const env = { ...home.env, KAFKA_HOME: home.path };
    expect((await labErrorOf(findJars(wanted(env)))).message).toContain(`KAFKA_HOME is ${home.path}`);
    mkdirSync(join(home.path, 'libs'));
    writeFileSync(join(home.path, 'libs/kafka_2.13-3.9.0.jar'), '');
    expect(await findJars(wanted(env))).toBe(join(home.path, 'libs'));
  });

  test.each([
    ['4.4.0', 'zookeeper', 'runs without ZooKeeper only', '--kraft'],
    ['3.9.1', 'kraft', 'is run with Kafka 4', 'Set it to an unpacked Kafka 4'],
  ] as const)(
    'of KAFKA_HOME, which is %s, not for a cluster of mode %s',
    async (version, mode, message, hint) => {
      mkdirSync(join(home.path, 'libs'));
      writeFileSync(join(home.path, `libs/kafka_2.13-${version}.jar`), '');
      const error = await labErrorOf(findJars({ ...wanted({ KAFKA_HOME: home.path }), mode }));
      expect([error.message, error.hint]).toEqual([
        expect.stringContaining(message),
        expect.stringContaining(hint),
      ]);
    },
  );

  test('of Kafka 4 in a folder of their own', async () => {
    home.program('mvn', copying.replaceAll('3.9.1', '4.4.0'));
    const folder = join(home.folders.cache, 'kafka-4.4.0');
    expect(await findJars({ ...wanted(home.env), mode: 'kraft' })).toBe(folder);
  });

  test('fetched once, by several commands at once, and then found without Maven', async () => {
    home.program('mvn', copying);
    const found = await Promise.all([1, 2, 3].map(() => findJars(wanted(home.env))));
    const folder = join(home.folders.cache, 'kafka-3.9.1');
    expect(found).toEqual([folder, folder, folder]);
    expect(readdirSync(home.folders.cache)).toEqual(['kafka-3.9.1']);
    expect(await findJars(wanted({ PATH: '' }))).toBe(folder);
  });

  test('named without symbolic links, so that homes with one cache share its class archives', async () => {
    const folder = join(home.path, 'shared/kafka-3.9.1');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'kafka_2.13-3.9.1.jar'), '');
    symlinkSync(join(home.path, 'shared'), home.folders.cache);
    expect(await findJars(wanted({ PATH: '' }))).toBe(folder);
  });

  test('no Maven, no cache, no KAFKA_HOME', async () => {
    const error = await labErrorOf(findJars(wanted(home.env)));
    expect(exitCodeOf(error)).toBe(1);
    expect(error.message).toContain('no Maven (mvn)');
    expect(error.hint).toMatch(/Maven.*KAFKA_HOME.*Docker/);
  });

  test('a Maven that fails is quoted, and leaves nothing behind', async () => {
    home.program('mvn', 'echo "[ERROR] Could not transfer artifact: Connection refused"; exit 1');
    const error = await labErrorOf(findJars(wanted(home.env)));
    expect(error.message).toContain('Could not transfer artifact: Connection refused');
    expect(existsSync(home.folders.cache) ? readdirSync(home.folders.cache) : []).toEqual([]);
  });

  test('^C while it fetches leaves nothing behind', async () => {
    home.program('mvn', 'exec sleep 30');
    const error = await labErrorOf(findJars(wanted(home.env, AbortSignal.timeout(200))));
    expect(error.code).toBe('interrupted');
    expect(existsSync(home.folders.cache) ? readdirSync(home.folders.cache) : []).toEqual([]);
  });
});

describe('the schema registry', () => {
  const wanted = (env: Record<string, string>) => ({
    ...{ cacheFolder: home.folders.cache, env, progress: recordedProgress() },
    signal: new AbortController().signal,
  });

  test('is unpacked once, and then found without Maven', async () => {
    const unpacking = `case "$*" in *dependency:unpack\\ -Dartifact=io.apicurio:apicurio-registry-app:2.6.13.Final:tar.gz:all*) ;; *) exit 1;; esac
for a; do case $a in -DoutputDirectory=*) d=\${a#*=};; esac; done
touch "$d/${registryJar}"`;
    home.program('mvn', unpacking);
    const folder = join(home.folders.cache, 'apicurio-registry-2.6.13.Final');
    expect(await findRegistryApp(wanted(home.env))).toBe(folder);
    expect(readdirSync(home.folders.cache)).toEqual(['apicurio-registry-2.6.13.Final']);
    expect(await findRegistryApp(wanted({ PATH: '' }))).toBe(folder);
  });

  test('without Maven: what else can be done', async () => {
    const error = await labErrorOf(findRegistryApp(wanted(home.env)));
    expect(error.message).toBe(
      'The java engine needs Apicurio Registry itself, and there is no Maven (mvn) to fetch it.',
    );
    expect(error.hint).toMatch(/Install Maven, or start the cluster without --registry.*Docker/);
  });
});
