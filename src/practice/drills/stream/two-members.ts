/** The stream read by two members of a consumer group, each a process of its own that commits what it has printed. */
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { deleteGroups } from '../../../kafka/groups/delete-groups.js';
import { untilRead, type LoggedRecord } from './readers.js';
import type { Stage, StreamReader } from './stage.js';

export interface TwoMembers extends StreamReader {
  /** SIGKILL to the first member, as in a crash. */
  crash(): void;
}

export function startTwoMembers(stage: Stage): TwoMembers {
  const { topic, program, bootstrapServers, ledger, session } = stage;
  const argv = ['consume', topic, '-b', bootstrapServers, '--group', topic];
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
  stage.afterwards(async () => {
    await deleteGroups(session, [topic]).catch(() => undefined);
  });
  return {
    crash() {
      stage.action('consumer killed');
      const [first] = members;
      // Node signals process 0, which is every process of this group, if a child was never started.
      if (first?.pid !== undefined) first.kill('SIGKILL');
    },
    toTheEnd: (withinMs) => untilRead(stage, withinMs),
    async stop() {
      await Promise.all(members.map(endMember));
    },
  };
}

const lineSchema = z.object({ partition: z.int(), offset: z.int(), value: z.string() });

/** The record of a line of `consume -o jsonl`; `undefined` for half a line, as a member that is killed may leave one. */
export function printedRecord(line: string): LoggedRecord | undefined {
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
