/** `kafka-lab completion` */
import { z } from 'zod';
import { defineCommand } from '../contract/command.js';
import { completionScript, installations, shells } from './_completion-scripts.js';

export const completion = defineCommand({
  path: ['completion'],
  summary: 'print what bash, zsh or fish needs to complete commands, options and live names',
  effect: 'reads',
  isFor: 'shells',
  output: 'bytes',
  options: z.object({
    shell: z
      .enum(shells)
      .meta({ description: 'which shell; to load it: source <(kafka-lab completion bash)' }),
  }),
  positionals: ['shell'],
  examples: ['completion bash', 'completion fish > ~/.config/fish/completions/kafka-lab.fish'],
  async run({ sink, isTerminal }, { shell }) {
    await sink.write(completionScript(shell));
    return { shell, isTerminal };
  },
  // A shell that reads the script at its start wants no lines beside it.
  view: ({ shell, isTerminal }) => ({
    header: [],
    rows: [],
    notes: isTerminal
      ? [
          `To use it: ${installations[shell]}`,
          'Names are waited for 200 ms; a cluster far away may need KAFKA_LAB_COMPLETION_TIMEOUT=1s.',
        ]
      : [],
  }),
});
