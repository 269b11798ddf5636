/** `kafka-lab connections doctor` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { View } from '../../view/view.js';
import { parseDurationMs } from '../../text/duration.js';
import type { RegistryStep } from '../../registry/examine-registry.js';
import { LabError } from '../../text/errors.js';
import type { DoctorStep } from '../../kafka/brokers/connection-steps.js';
import { existingName } from './_connection-options.js';

/** An address that leads nowhere shows it sooner than a slow answer. */
const longestStepMs = 4000;

export const connectionsDoctor = defineCommand({
  path: ['connections', 'doctor'],
  summary:
    'find out why a connection fails: every step to every broker and the schema registry, the first that fails, what to change',
  effect: 'reads',
  options: z.object({ name: existingName.optional() }),
  positionals: ['name'],
  connectionOf: ({ name }) => name,
  examples: ['connections doctor', 'connections doctor prod', 'connections doctor -b localhost:9092'],
  async *run(context): AsyncGenerator<DoctorStep | RegistryStep> {
    const target = await context.target();
    const { examine } = await import('../../kafka/brokers/doctor.js');
    const timeoutMs = Math.min(parseDurationMs(context.globals.timeout), longestStepMs);
    let failure: LabError | undefined;
    try {
      yield* examine(target, { timeoutMs, signal: context.signal });
    } catch (error) {
      // Told at the end, so that it is read last; the registry may be well.
      if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
      failure = error;
    }
    const registry = await context.registry().catch((error: unknown) => {
      throw failure ?? error;
    });
    if (registry) {
      const { examineRegistry } = await import('../../registry/examine-registry.js');
      for await (const step of examineRegistry(registry)) {
        yield step;
        if (!step.isOk) failure ??= registryFailure(step, registry.origin);
      }
    }
    if (failure) throw failure;
    context.say('Every step works, also to every address that the cluster advertises.', 'good');
  },
  view: ({ step, address, isOk, durationMs, detail, ...more }): View => ({
    // A stream's columns are as wide as the first row made them.
    header: ['STEP       ', '     ', '    MS', 'BROKER', 'ADDRESS        ', 'WHAT'],
    rows: [
      [
        step,
        isOk ? { text: 'ok', tone: 'good' } : { text: 'FAILS', tone: 'bad' },
        durationMs,
        'brokerId' in more ? (more.brokerId ?? null) : null,
        address,
        detail,
      ],
    ],
  }),
});

function registryFailure({ step, address, detail, hint }: RegistryStep, origin: string): LabError {
  return new LabError(
    'unreachable',
    `First failing step: ${step} at ${address} (schema registry of ${origin}): ${detail}`,
    {
      ...(hint === undefined ? {} : { hint }),
    },
  );
}
