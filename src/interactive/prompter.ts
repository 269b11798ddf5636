/** Questions to a person at a terminal (only importer of inquirer). Prompts go to stderr: stdout is for results. */
import type { Readable, Writable } from 'node:stream';
import inquirer from 'inquirer';
import { LabError } from '../errors.js';
import type { Questions } from './questions.js';

export interface PromptStreams {
  readonly stdin: Readable;
  readonly stderr: Writable;
  readonly signal: AbortSignal;
}

export interface Prompter extends Questions {
  /** True when the person typed exactly `word`. */
  typeWord(question: string, word: string): Promise<boolean>;
}

export function createPrompter(streams: PromptStreams): Prompter {
  const prompt = inquirer.createPromptModule({
    input: streams.stdin,
    output: streams.stderr,
  });
  return {
    async typeWord(question, word) {
      const { answer } = await interruptible(
        prompt<{ answer: string }>([
          { type: 'input', name: 'answer', message: `${question} Type ${word} to go on:` },
        ]),
      );
      return answer.trim() === word;
    },
    async text(message, initial) {
      const { answer } = await interruptible(
        prompt<{ answer: string }>([
          { type: 'input', name: 'answer', message, ...(initial === undefined ? {} : { default: initial }) },
        ]),
      );
      return answer.trim();
    },
    async secret(message) {
      const { answer } = await interruptible(
        prompt<{ answer: string }>([{ type: 'password', name: 'answer', message, mask: true }]),
      );
      return answer;
    },
    async choice(message, choices) {
      const { answer } = await interruptible(
        prompt<{ answer: string }>([{ type: 'select', name: 'answer', message, choices: [...choices] }]),
      );
      return answer;
    },
    async yesNo(message, initial) {
      const { answer } = await interruptible(
        prompt<{ answer: boolean }>([{ type: 'confirm', name: 'answer', message, default: initial }]),
      );
      return answer;
    },
  };
}

/** inquirer rejects with its own error class when ^C is pressed at a prompt. */
async function interruptible<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError')) {
      throw new LabError('interrupted', 'Nothing was changed.', { cause: error });
    }
    throw error;
  }
}
