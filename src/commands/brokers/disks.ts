/** `kafka-lab brokers disks` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell, View } from '../../view/view.js';
import { formatBytes } from '../../text/format-bytes.js';
import { listDisks, type Disk, type DiskList } from '../../kafka/brokers/list-disks.js';
import { freeCell } from './_free-cell.js';

export const brokersDisks = defineCommand({
  path: ['brokers', 'disks'],
  summary: 'show the log dirs of the brokers: how many replicas, how large, how much is free',
  effect: 'reads',
  options: z.object({
    broker: z
      .array(z.string().regex(/^\d{1,9}$/, 'Brokers have numbers: 1, 2, 3 …'))
      .default([])
      .meta({ description: 'only these brokers', completes: 'broker' }),
  }),
  positionals: ['broker'],
  examples: ['brokers disks', 'brokers disks 1 2', 'brokers disks --sort SIZE:desc'],
  async run(context, { broker }) {
    return listDisks(await context.kafka(), broker.map(Number));
  },
  view: ({ disks, silent }: DiskList): View => ({
    header: ['BROKER', 'LOG-DIR', 'REPLICAS', 'SIZE', 'FREE', 'OF', 'STATE'],
    rows: disks.map((disk) => [
      disk.broker,
      disk.path,
      disk.partitions,
      formatBytes(disk.sizeBytes),
      freeCell(disk),
      disk.totalBytes === null ? null : formatBytes(disk.totalBytes),
      stateCell(disk),
    ]),
    notes: [
      `${formatBytes(disks.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0))} of records and their indexes together, every replica counted.`,
      ...(disks.some(({ isCordoned }) => isCordoned)
        ? ['Cordoned (cordoned.log.dirs): the broker puts no new replicas there; those that are there stay.']
        : []),
    ],
    failures: silent.map(({ broker, problem }) => `Broker ${broker} is not included: ${problem}`),
  }),
  items: ({ disks }) => disks,
  failed: ({ silent }) => silent.length > 0,
});

function stateCell({ problem, isCordoned }: Disk): Cell {
  if (problem !== null) return { text: problem, tone: 'bad' };
  return isCordoned === true ? { text: 'cordoned', tone: 'warn' } : { text: 'ok', tone: 'good' };
}
