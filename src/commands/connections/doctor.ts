/** `kafka-lab connections doctor` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { parseDurationMs } from '../../text/duration.js';
import type { DoctorStep } from '../../kafka/brokers/connection-steps.js';
import { existingName } from './_connection-options.js';

/** An address that leads nowhere shows it sooner than a slow answer. */
const longestStepMs = 4000;

export const connectionsDoctor = defineCommand({
  path: ['connections', 'doctor'],
  summary:
    'find out why a connection fails: every step to every broker, the first that fails, what to change',
  effect: 'reads',
  options: z.object({ name: existingName.optional() }),
  positionals: ['name'],
  connectionOf: ({ name }) => name,
  examples: ['connections doctor', 'connections doctor prod', 'connections doctor -b localhost:9092'],
  async *run(context): AsyncGenerator<DoctorStep> {
    const target = await context.target();
    const { examine } = await import('../../kafka/brokers/doctor.js');
    const timeoutMs = Math.min(parseDurationMs(context.globals.timeout), longestStepMs);
    yield* examine(target, { timeoutMs, signal: context.signal });
    context.say('Every step works, also to every address that the cluster advertises.', 'good');
  },
  view: ({ step, address, brokerId, isOk, durationMs, detail }): View => ({
    // A stream's columns are as wide as the first row made them.
    header: ['STEP       ', '     ', '    MS', 'BROKER', 'ADDRESS        ', 'WHAT'],
    rows: [
      [
        step,
        isOk ? { text: 'ok', tone: 'good' } : { text: 'FAILS', tone: 'bad' },
        durationMs,
        brokerId ?? null,
        address,
        detail,
      ],
    ],
  }),
});
