/** The consumers of the stream during the drill, and the reader of the whole log afterwards. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { LabError } from '../../text/errors.js';
import { readPartitions, type LeaderDirectory } from '../../wire/reader/reader.js';
import type { Brokers } from './brokers.js';
import type { Ledger, Sighting } from './ledger.js';
import { idOf } from './tap.js';
import type { Environment } from '../../view/world.js';

/** A drill's outages are longer than a reader's default time-out. */
const giveUpAfterMs = 300_000;

export interface Reader {
  stop(): Promise<void>;
}

function directoryOf(brokers: Brokers): LeaderDirectory {
  return {
    async leaderOf(topic, partition) {
      const leader = (await brokers.view(topic))?.partitions[partition]?.leader ?? null;
      if (leader === null) throw new LabError('unreachable', `${topic}[${partition}] has no leader`);
      return brokers.connection(leader);
    },
    refresh: () => Promise.resolve(),
  };
}

/** Reads all partitions from the beginning, without a group. */
export function startReader(topic: string, partitions: number, brokers: Brokers, ledger: Ledger): Reader {
  const over = new AbortController();
  const reading = readPartitions({
    directory: directoryOf(brokers),
    ranges: Array.from({ length: partitions }, (_, partition) => ({ topic, partition, from: 0, to: null })),
    isolation: 'read_uncommitted',
    signal: over.signal,
    giveUpAfterMs,
    onRecords(cursor) {
      while (cursor.next()) ledger.read(idOf(cursor), cursor.partition, cursor.offset);
      return undefined;
    },
  });
  reading.catch(() => undefined);
  return {
    async stop() {
      over.abort();
      await reading;
    },
  };
}

export interface GroupReader extends Reader {
  /** SIGKILL to the first member, as in a crash. */
  crash(): void;
}

/** Two members of a group, each a separate process that commits what it has printed. */
export function startGroup(
  program: { readonly packageFolder: string; readonly env: Environment },
  { topic, group, bootstrapServers }: { topic: string; group: string; bootstrapServers: string },
  ledger: Ledger,
): GroupReader {
  const argv = ['consume', topic, '-b', bootstrapServers, '--group', group];
  const members = [1, 2].map(() => {
    const child = spawn(
      process.execPath,
      [
        join(program.packageFolder, 'bin', 'kafka-lab.js'),
        ...argv,
        '--from-beginning',
        '--follow',
        '-o',
        'jsonl',
      ],
      { env: program.env, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    // Without a listener a failed start would be an uncaught error; a member that is not there reads nothing.
    child.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      const record = printedRecord(line);
      if (record) ledger.read(record.id, record.partition, record.offset);
    });
    return child;
  });
  return {
    crash() {
      const [first] = members;
      // Node signals process 0, which is every process of this group, if a child was never started.
      if (first?.pid !== undefined) first.kill('SIGKILL');
    },
    async stop() {
      await Promise.all(members.map(endMember));
    },
  };
}

const lineSchema = z.object({ partition: z.int(), offset: z.int(), value: z.string() });

/** The record of a line of `consume -o jsonl`; `undefined` for half a line, as a member that is killed may leave one. */
export function printedRecord(line: string): Omit<Sighting, 'atMs'> | undefined {
  try {
    const { partition, offset, value } = lineSchema.parse(JSON.parse(line));
    return { id: Number.parseInt(value, 10), partition, offset };
  } catch {
    return undefined;
  }
}

function endMember(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
    return Promise.resolve();
  return new Promise((resolve) => {
    const hurry = setTimeout(() => child.kill('SIGKILL'), 5000);
    child.once('exit', () => {
      clearTimeout(hurry);
      resolve();
    });
    child.kill('SIGINT');
  });
}

/** Every record in the log, by offset. `ends`: of each partition, exclusive. */
export async function readLog(
  topic: string,
  ends: readonly number[],
  brokers: Brokers,
): Promise<readonly Omit<Sighting, 'atMs'>[]> {
  const found: Omit<Sighting, 'atMs'>[] = [];
  await readPartitions({
    directory: directoryOf(brokers),
    ranges: ends.flatMap((to, partition) => (to > 0 ? [{ topic, partition, from: 0, to }] : [])),
    isolation: 'read_uncommitted',
    signal: new AbortController().signal,
    onRecords(cursor) {
      while (cursor.next())
        found.push({ id: idOf(cursor), partition: cursor.partition, offset: cursor.offset });
      return undefined;
    },
  });
  return found;
}
