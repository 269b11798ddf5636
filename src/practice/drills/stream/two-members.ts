/** The stream read by two members of a consumer group, each a process of its own that commits what it has printed. */
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { deleteGroups } from '../../../kafka/groups/delete-groups.js';
import { endProgram, killProgram, startProgram } from './own-program.js';
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
    const member = startProgram(program, [...argv, '--from-beginning', '--follow', '-o', 'jsonl']);
    createInterface({ input: member.stdout }).on('line', (line) => {
      const record = printedRecord(line);
      if (record) ledger.read(record.id, record.partition, record.offset);
    });
    return member;
  });
  stage.afterwards(async () => {
    await deleteGroups(session, [topic]).catch(() => undefined);
  });
  return {
    crash() {
      stage.action('consumer killed');
      const [first] = members;
      if (first) killProgram(first);
    },
    toTheEnd: (withinMs) => untilRead(stage, withinMs),
    async stop() {
      await Promise.all(members.map(endProgram));
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
