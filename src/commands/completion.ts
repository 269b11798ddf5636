/** `kafka-lab completion` */
import { z } from 'zod';
import { defineCommand, type Context } from '../contract/command.js';
import { LabError } from '../text/errors.js';
import { completionScript, installations, shells, type Shell } from './_completion-scripts.js';
import { carryOutInstallation, planInstallation, removalOf } from './_install-completion.js';

export interface CompletionReport {
  readonly shell: Shell;
  readonly isTerminal: boolean;
  /** Only with `--install`. */
  readonly installed?: { readonly file: string; readonly wasThere: boolean; readonly removal: string };
}

export const completion = defineCommand({
  path: ['completion'],
  summary: 'print what bash, zsh or fish needs to complete commands, options and live names',
  effect: 'writes',
  effectOf: ({ install }) => (install ? 'writes' : 'reads'),
  changes: 'machine',
  isFor: 'shells',
  output: 'bytes',
  options: z.object({
    shell: z
      .enum(shells)
      .meta({ description: 'which shell; to load it: source <(kafka-lab completion bash)' }),
    install: z.boolean().default(false).meta({
      description: 'instead write it where each new shell finds it, after asking',
    }),
  }),
  positionals: ['shell'],
  examples: [
    'completion bash',
    'completion bash --install',
    'completion fish > ~/.config/fish/completions/kafka-lab.fish',
  ],
  async run(context, { shell, install }): Promise<CompletionReport> {
    const { sink, isTerminal } = context;
    if (install) return { shell, isTerminal, installed: await installFor(context, shell) };
    await sink.write(completionScript(shell));
    return { shell, isTerminal };
  },
  // A shell that reads the script at its start wants no lines beside it.
  view: ({ shell, isTerminal, installed }) => ({
    header: [],
    rows: [],
    notes: installed
      ? [
          installed.wasThere
            ? `Nothing to do: ${installed.file} has it already.`
            : `Written to ${installed.file}. It is there in each new ${shell}.`,
          installed.removal,
        ]
      : isTerminal
        ? [
            `To use it: ${installations[shell]}; or let it be written there: kafka-lab completion ${shell} --install`,
            'Names are waited for 200 ms; a cluster far away may need KAFKA_LAB_COMPLETION_TIMEOUT=1s.',
          ]
        : [],
  }),
});

/** Throws LabError 'usage' without a terminal to ask on and without --yes, 'interrupted' for a no, 'environment'. */
async function installFor(
  { env, globals, questions }: Context,
  shell: Shell,
): Promise<NonNullable<CompletionReport['installed']>> {
  const plan = planInstallation(shell, env);
  const report = { file: plan.file, wasThere: plan.isThere, removal: removalOf(plan) };
  if (plan.isThere) return report;
  if (!globals.yes) {
    const what = shell === 'fish' ? `Write ${plan.file}` : `Add two lines to the end of ${plan.file}`;
    if (!questions) {
      throw new LabError('usage', `${what}? There is no terminal to ask on.`, {
        hint: `If you are sure: kafka-lab completion ${shell} --install --yes`,
      });
    }
    if (!(await questions.yesNo(`${what}?`, true))) {
      throw new LabError('interrupted', 'Nothing was changed.');
    }
  }
  carryOutInstallation(plan);
  return report;
}
