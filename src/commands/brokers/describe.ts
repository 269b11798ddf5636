/** `kafka-lab brokers describe` */
import { z } from 'zod';
import { hiddenValue } from '../../config/secrets.js';
import { defineCommand } from '../../contract/command.js';
import type { Cell, View } from '../../view/view.js';
import { formatBytes } from '../../text/format-bytes.js';
import { formatAddress } from '../../net/addresses.js';
import { describeBroker, type BrokerDescription } from '../../kafka/brokers/describe-broker.js';
import type { LogDir } from '../../kafka/brokers/log-dirs.js';
import { freeCell } from './_free-cell.js';
import { commandLine } from '../../text/command-line.js';

const mostTopics = 10;

export const brokersDescribe = defineCommand({
  path: ['brokers', 'describe'],
  summary: 'show one broker: its disks, configs, partitions led and probable version',
  effect: 'reads',
  options: z.object({
    broker: z.int().min(0).meta({ description: 'id of the broker', completes: 'broker' }),
  }),
  positionals: ['broker'],
  examples: ['brokers describe 1', 'brokers describe 1 -o json'],
  async run(context, { broker }) {
    return describeBroker(await context.kafka(), broker);
  },
  view: (broker: BrokerDescription): View => ({
    title: titleOf(broker),
    header: ['LEADERS', 'REPLICAS', 'IN-SYNC', 'VERSION'],
    rows: [
      [
        broker.leaders,
        broker.replicas,
        broker.inSync < broker.replicas ? { text: broker.inSync, tone: 'warn' } : broker.inSync,
        broker.versionGuess,
      ],
    ],
    notes: notesOf(broker),
    more: [logDirsView(broker.logDirs), leadsView(broker), configsView(broker)].filter(
      ({ rows }) => rows.length > 0,
    ),
  }),
});

function titleOf(broker: BrokerDescription): string {
  return [
    `Broker ${broker.id}`,
    ...(broker.isUp ? [formatAddress(broker)] : []),
    ...(broker.rack === null ? [] : [`rack ${broker.rack}`]),
    broker.isUp ? 'up' : 'down',
    ...(broker.isController ? ['controller'] : []),
  ].join(' · ');
}

function logDirsView(logDirs: readonly LogDir[]): View {
  return {
    header: ['LOG-DIR', 'PARTITIONS', 'SIZE', 'FREE', 'OF'],
    rows: logDirs.map((dir) => [
      pathCell(dir),
      dir.partitions,
      formatBytes(dir.sizeBytes),
      freeCell(dir),
      dir.totalBytes === null ? null : formatBytes(dir.totalBytes),
    ]),
  };
}

function pathCell({ path, problem, isCordoned }: LogDir): Cell {
  if (problem !== null) return { text: `${path}: ${problem}`, tone: 'bad' };
  return isCordoned === true ? { text: `${path}: cordoned`, tone: 'warn' } : path;
}

function leadsView({ leads }: BrokerDescription): View {
  return {
    header: ['LEADS', 'PARTITIONS', 'WHICH'],
    rows: leads
      .slice(0, mostTopics)
      .map(({ topic, partitions }) => [topic, partitions.length, ranges(partitions)]),
  };
}

function configsView({ configs }: BrokerDescription): View {
  return {
    header: ['CONFIG', 'VALUE', 'SOURCE'],
    rows: configs.map(({ name, value, source, isSensitive }) => [
      name,
      isSensitive ? { text: hiddenValue, tone: 'muted' } : value,
      source,
    ]),
  };
}

function notesOf({ id, isUp, versionGuess, leads, problems }: BrokerDescription): readonly string[] {
  const notes = [...problems];
  if (versionGuess !== null) {
    notes.push('VERSION is a guess from the requests that it answers: brokers do not report it.');
  }
  if (leads.length > mostTopics) {
    notes.push(
      `It leads partitions of ${leads.length - mostTopics} more topics: ${commandLine`brokers describe ${id} -o json`}`,
    );
  }
  if (!isUp) notes.push('To see which topics suffer: kafka-lab topics list --internal --under-replicated');
  return notes;
}

/** `0-3,7`: numbers in their order. */
export function ranges(numbers: readonly number[]): string {
  const parts: { first: number; last: number }[] = [];
  for (const number of numbers) {
    const part = parts.at(-1);
    if (part?.last === number - 1) part.last = number;
    else parts.push({ first: number, last: number });
  }
  return parts.map(({ first, last }) => (first === last ? `${first}` : `${first}-${last}`)).join(',');
}
