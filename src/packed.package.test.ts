/** What `npm pack` makes, with each supported Node: `npm run test:package`. Needs npm with its registry, Java and Maven. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killProcess } from './practice/cluster/state/process-identity.js';
import { clusterFolder } from './practice/cluster/state/cluster-folder.js';
import { readState } from './practice/cluster/state/find-cluster.js';
import { freePorts, shareCache, temporaryHome } from './testing/clusters/cluster-fixtures.js';
import { installPacked, packTarball, type PackedProgram } from './testing/program/packed-program.js';

const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-tarball-'));
let tarball: string;
beforeAll(async () => {
  tarball = await packTarball(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** The library of each codec, where its native code is, and whether Node can do without. */
const natives = [
  { codec: 'snappy', library: 'snappy', scope: '@napi-rs' },
  { codec: 'lz4', library: 'lz4-napi', scope: '@antoniomuso' },
  { codec: 'zstd', library: '@toondepauw/node-zstd', scope: '@toondepauw', prefix: 'node-zstd-' },
  { codec: 'gzip', library: '@node-rs/crc32', scope: '@node-rs', prefix: 'crc32-' },
] as const;

describe.each(['20.20', '22', '24', '26'])('with Node %s', (version) => {
  const home = temporaryHome();
  let packed: PackedProgram;

  beforeAll(async () => {
    shareCache(home.path);
    packed = await installPacked(version, tarball, home.path);
  }, 300_000);

  afterAll(async () => {
    const services = readState(clusterFolder(home.folders, 'lab'))?.services ?? [];
    await Promise.all(services.flatMap((service) => service.process ?? []).map((each) => killProcess(each)));
    home.remove();
    rmSync(packed.folder, { recursive: true });
  }, 60_000);

  async function done(argv: readonly string[], input?: string): Promise<string> {
    const { exitCode, stdout, stderr } = await packed.lab(argv, input);
    expect([argv.join(' '), exitCode, exitCode === 0 ? '' : stderr]).toEqual([argv.join(' '), 0, '']);
    return stdout;
  }

  test('npx runs it, with that Node', async () => {
    expect(packed.node).toMatch(new RegExp(`^v${version.replace('.', String.raw`\.`)}\\.`));
    const { version: own } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(await packed.run('npx', ['kafka-lab', '--version'])).toMatchObject({
      exitCode: 0,
      stdout: `${own}\n`,
    });
  });

  test('what is installed with it is what runs outside of the bundle, with the licences of the bundle', () => {
    const installed = readdirSync(join(packed.folder, 'node_modules'));
    for (const bundled of ['zod', 'commander', 'inquirer']) expect(installed).not.toContain(bundled);
    const licences = readFileSync(
      join(packed.folder, 'node_modules/kafka-lab/dist/third-party-licences.txt'),
      'utf8',
    );
    for (const bundled of ['zod', 'commander', 'inquirer', 'aws4', 'yaml'])
      expect(licences).toMatch(new RegExp(`^- ${bundled} \\d`, 'm'));
  });

  test('the second run is faster: it uses the code cache that the first one left', async () => {
    await done(['--help-json']);
    const left = () =>
      readdirSync(join(home.path, 'cache', 'start')).filter((each) => each.includes(packed.node));
    const before = left();
    expect(before).not.toEqual([]);
    await done(['--help-json']);
    expect(left()).toEqual(before);
  });

  test('an error with --verbose says where in the source', async () => {
    const { exitCode, stderr } = await packed.lab(['topics', 'list', '-b', 'localhost:1', '--verbose']);
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringMatching(/^ {4}at src\/kafka\/[\w/-]+\.ts:\d+:\d+$/m),
    ]);
    expect(stderr).not.toContain('program.cjs');
  });

  test('a practice cluster starts, and a lesson runs on it', async () => {
    const port = await freePorts(7);
    await done([
      ...['cluster', 'up', '--engine', 'java', '--base-port', `${port}`, '--zookeeper-port', `${port + 5}`],
    ]);
    await done(['learn', 'run', 'topics', '--auto']);
    expect(await done(['brokers', 'list'])).toMatch(/^1\t[\s\S]*^2\t[\s\S]*^3\t/m);
  }, 180_000);

  test('every codec is written and read, and by a member of a group', async () => {
    const topic = 'packed';
    await done(['topics', 'create', topic, '--partitions', '1']);
    for (const { codec } of natives) {
      const lines = Array.from({ length: 300 }, (_, index) => `${codec} ${index}\n`).join('');
      await done(['produce', topic, '--compression', codec], lines);
      expect(await done(['consume', topic, '--from-beginning', '--exit', '--grep', codec])).toBe(lines);
    }
    const shown = await done(['consume', topic, '--group', topic, '--from-beginning', '-n', '1200']);
    expect(shown.trimEnd().split('\n')).toHaveLength(1200);
  }, 120_000);

  describe.each(natives)('without the native code of $library', ({ codec, library, scope, ...more }) => {
    const present = () => join(packed.folder, 'node_modules', scope);
    const away: [string, string][] = [];

    beforeAll(() => {
      const prefix = 'prefix' in more ? more.prefix : '';
      for (const name of readdirSync(present()).filter(
        (each) => each.startsWith(prefix) && each !== 'node-zstd',
      )) {
        away.push([join(present(), name), join(packed.folder, name)]);
      }
      for (const [from, to] of away) renameSync(from, to);
    });
    afterAll(() => {
      for (const [from, to] of away) renameSync(to, from);
    });

    test('what does not need it works, and what does says so', async () => {
      expect(away).toHaveLength(1);
      expect(await done(['topics', 'list'])).toContain('packed');
      const topic = `without-${codec}`;
      await done(['topics', 'create', topic, '--partitions', '1']);
      await done(['produce', topic, '--compression', 'none'], 'readable\n');
      expect(await done(['consume', topic, '--from-beginning', '--exit'])).toBe('readable\n');
      const written = await packed.lab(['produce', topic, '--compression', codec], 'a\n');
      const read = await packed.lab(['consume', 'packed', '--from-beginning', '--exit', '--grep', codec]);
      // Checksums have a second way, in JavaScript; Node has zstd since 22.15.
      if (codec === 'gzip' || (codec === 'zstd' && version !== '20.20')) {
        expect([written.exitCode, read.exitCode]).toEqual([0, 0]);
        expect(read.stdout.trimEnd().split('\n')).toHaveLength(300);
        return;
      }
      const says = `${codec} is missing here: ${library} does not load.`;
      const firstOffset = natives.findIndex((each) => each.codec === codec) * 300;
      expect(written.stderr).toContain(`error: ${says}\n`);
      expect(read.stderr).toContain(`error: packed[0] at offset ${firstOffset}: ${says}\n`);
      for (const { exitCode, stderr } of [written, read]) {
        expect(exitCode).toBe(1);
        expect(stderr).toContain('npm install --global --include=optional kafka-lab');
        expect(stderr).not.toMatch(/^ +at /m);
      }
    }, 60_000);
  });
});
