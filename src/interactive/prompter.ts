/** Questions to a person at a terminal (only importer of inquirer). Prompts go to stderr: stdout is for results. */
import { emitKeypressEvents, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import inquirer from 'inquirer';
import { LabError } from '../errors.js';

export interface PromptStreams {
  readonly stdin: Readable;
  readonly stderr: Writable;
  readonly signal: AbortSignal;
}

export interface Prompter {
  /** True when the person typed exactly `word`. */
  typeWord(question: string, word: string): Promise<boolean>;
  /** `null` for Esc. Rejects with LabError 'interrupted' at ^C. */
  text(message: string, question: LineQuestion): Promise<string | null>;
  editor(message: string, initial: string, ending: string): Promise<string | null>;
}

export interface LineQuestion {
  readonly initial: string;
  validate(text: string): string | undefined;
}

/** Keys that arrive one by one are told from Esc by what follows within so many milliseconds. */
const escapeMs = 60;

/** The first to ask for keypresses decides how long Esc waits; Node's own half second feels like a fault. */
export function quickenEscape(stdin: Readable): void {
  const settings = { escapeCodeTimeout: escapeMs } as unknown as Interface;
  emitKeypressEvents(stdin, settings);
}

const asItIs = (text: string): string => text;
/** Without inquirer's own colours: they do not know of --no-color. */
const theme = {
  prefix: '›',
  style: {
    answer: asItIs,
    message: asItIs,
    error: (text: string) => `✖ ${text}`,
    defaultAnswer: (text: string) => `(${text})`,
    help: asItIs,
    highlight: asItIs,
    key: (text: string) => text,
  },
};

export function createPrompter({ stdin, stderr, signal }: PromptStreams): Prompter {
  async function ask(question: Record<string, unknown>): Promise<string | null> {
    const escape = new AbortController();
    const onKey = (_text: string, key: { name?: string } | undefined) => {
      if (key?.name === 'escape') escape.abort();
    };
    const prompt = inquirer.createPromptModule({
      input: stdin,
      output: stderr,
      signal: AbortSignal.any([signal, escape.signal]),
    });
    quickenEscape(stdin);
    stdin.on('keypress', onKey);
    try {
      const { answer } = await interruptible(
        prompt<{ answer: string }>([{ ...question, name: 'answer', message: question['message'] as string }]),
      );
      return answer;
    } catch (error) {
      if (escape.signal.aborted && !signal.aborted) return null;
      throw error;
    } finally {
      stdin.removeListener('keypress', onKey);
    }
  }

  return {
    async typeWord(question, word) {
      const answer = await ask({ type: 'input', message: `${question} Type ${word} to go on:` });
      return answer?.trim() === word;
    },
    text(message, { initial, validate }) {
      return ask({
        type: 'input',
        message,
        theme,
        ...(initial === '' ? {} : { default: initial, prefill: 'editable' }),
        validate: (text: string) => validate(text) ?? true,
      });
    },
    editor(message, initial, ending) {
      return ask({
        type: 'editor',
        message,
        theme,
        default: initial,
        postfix: ending,
        waitForUserInput: false,
      });
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
