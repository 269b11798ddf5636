/** Temporary folders, made-up programs and recorded progress for the tests of practice clusters. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync, symlinkSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { foldersFor } from '../../config/folders.js';
import { LabError } from '../../text/errors.js';
import type { Progress } from '../../view/progress.js';
import type { Folders } from '../../view/world.js';

export const packageFolder = fileURLToPath(new URL('../../..', import.meta.url));

export interface TemporaryHome {
  readonly path: string;
  readonly folders: Folders;
  /** Puts a shell script of that name into `bin`. */
  program(name: string, script: string): void;
  /** A PATH with those programs and the bare necessities of a shell script. */
  readonly env: Record<string, string>;
  remove(): void;
}

export function temporaryHome(): TemporaryHome {
  const path = mkdtempSync(join(newFolders(), `${process.pid}-`));
  const bin = join(path, 'bin');
  mkdirSync(bin);
  return {
    path,
    folders: foldersFor('linux', { KAFKA_LAB_HOME: path }, path, packageFolder),
    env: { PATH: bin },
    program(name, script) {
      writeFileSync(join(bin, name), `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Where the next run finds the clusters that a killed one left running: scripts/broker-tests.js. */
function newFolders(): string {
  const shared = process.env['KAFKA_LAB_HOME'];
  const folder = shared === undefined ? tmpdir() : join(shared, 'own');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The jars and the class archives of the shared test cluster: to fetch them takes longer than to start. */
export function shareCache(home: string): void {
  const shared = process.env['KAFKA_LAB_HOME'];
  if (!shared) return;
  mkdirSync(join(shared, 'cache'), { recursive: true });
  symlinkSync(join(shared, 'cache'), join(home, 'cache'));
}

export const javaThatSays = (version: string, otherwise = 'exit 1') =>
  `[ "$1" = -version ] && { echo 'openjdk version "${version}"' >&2; exit 0; }\n${otherwise}`;

/** Every line, with what became of it: `start …`, `done …`, `failed …`, `note …`. */
export function recordedProgress(): Progress & { readonly lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    start(text) {
      lines.push(`start ${text}`);
      return {
        update() {},
        measure: (now) => void lines.push(`measured ${now}`),
        succeed: (done) => void lines.push(`done ${done ?? text}`),
        fail: (done) => void lines.push(`failed ${done ?? text}`),
      };
    },
    note: (text) => void lines.push(`note ${text}`),
  };
}

/** The LabError of a promise that must be rejected with one. */
export async function labErrorOf(promise: Promise<unknown>): Promise<LabError> {
  const outcome = await promise.then(
    (value) => new Error(`resolved with ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof LabError) return outcome;
  throw outcome instanceof Error ? outcome : new Error(String(outcome));
}

/** Occupies a port of this machine until it is closed. */
export function listenOn(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

export function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Two clusters of one test may start at the same time, and neither listens yet. */
const given = new Set<number>();

/** Away from Kafka's usual ones, and from those of scripts/broker-tests.js; each process begins in a thousand of its own. */
const [firstPort, lastPort] = [15_000, 32_000];
const ownStart = (process.pid % 17) * 1000;

/** The first of `count` consecutive ports that are free and not handed out yet. */
export async function freePorts(count: number): Promise<number> {
  const bases = lastPort - firstPort - count;
  for (let tried = Math.floor(Math.random() * 500); tried < bases; tried += count) {
    const base = firstPort + ((ownStart + tried) % bases);
    const ports = Array.from({ length: count }, (_, index) => base + index);
    if (ports.some((port) => given.has(port))) continue;
    for (const port of ports) given.add(port);
    const servers = await Promise.allSettled(ports.map(listenOn));
    for (const server of servers) if (server.status === 'fulfilled') server.value.close();
    if (servers.every(({ status }) => status === 'fulfilled')) return base;
  }
  throw new Error('No free ports.');
}
