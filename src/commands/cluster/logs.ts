/** `kafka-lab cluster logs` */
import { z } from 'zod';
import { clusterLogs as readClusterLogs } from '../../practice/cluster/logs.js';
import { defineCommand } from '../../contract/command.js';
import { printableLines } from '../../text/printable.js';
import { brokerOption, nameOption, surroundingsOf } from '../shared/cluster-options.js';

export const clusterLogs = defineCommand({
  path: ['cluster', 'logs'],
  summary: 'show the log of a broker or another service, or of all of them',
  effect: 'reads',
  output: 'bytes',
  options: z.object({
    broker: brokerOption.optional(),
    follow: z
      .boolean()
      .default(false)
      .meta({ description: 'then show new lines as they are written, until ^C', short: 'f' }),
    lines: z
      .number()
      .int()
      .min(0)
      .default(100)
      .meta({ description: 'number of existing lines to show', short: 'n' }),
    name: nameOption,
  }),
  positionals: ['broker'],
  examples: ['cluster logs', 'cluster logs 1 --follow'],
  async run(context, { broker, follow, lines, name }) {
    let count = 0;
    for await (const { service, line } of readClusterLogs({
      ...surroundingsOf(context),
      name,
      service: broker,
      follow,
      lines,
    })) {
      if (!context.sink.open) break;
      const text = context.isTerminal ? printableLines(line) : line;
      await context.sink.write(broker === undefined ? `${service} | ${text}\n` : `${text}\n`);
      count++;
    }
    return { lines: count };
  },
  view: (result: { readonly lines: number }) => ({
    header: [],
    rows: [],
    notes: result.lines === 0 ? ['Nothing has been written yet.'] : [],
  }),
});
