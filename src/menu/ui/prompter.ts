/** Questions to a person at a terminal (only importer of inquirer). Prompts go to stderr: stdout is for results. */
import { emitKeypressEvents, type Interface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import inquirer from 'inquirer';
import { LabError } from '../../text/errors.js';
import { isPrintable, printable, printableLines } from '../../text/printable.js';
import type { Choice, Questions } from '../../view/questions.js';

export interface PromptStreams {
  readonly stdin: Readable;
  readonly stderr: Writable;
  readonly signal: AbortSignal;
}

/** One for commands, which see only `Questions`, and for the menu. */
export interface Prompter extends Questions {
  /** True when the person typed exactly `word`. */
  typeWord(question: string, word: string): Promise<boolean>;
  /** In the person's own editor. `ending`: what the file's name ends with. */
  editor(question: string, initial: string, ending: string): Promise<string>;
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
  icon: { cursor: '❯' },
  style: {
    answer: asItIs,
    message: asItIs,
    error: (text: string) => `✖ ${text}`,
    defaultAnswer: (text: string) => `(${text})`,
    help: asItIs,
    highlight: asItIs,
    description: asItIs,
    keysHelpTip: () => undefined,
    key: asItIs,
  },
};

export function createPrompter({ stdin, stderr, signal }: PromptStreams): Prompter {
  async function ask<Answer>(message: string, question: Record<string, unknown>): Promise<Answer> {
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
        prompt<{ answer: unknown }>([
          { theme, ...question, name: 'answer', message: printableLines(message) } as never,
        ]),
      );
      return answer as Answer;
    } finally {
      stdin.removeListener('keypress', onKey);
    }
  }

  return {
    async typeWord(question, word) {
      const answer = await ask<string>(`${question} Type ${word} to go on:`, { type: 'input' });
      return answer.trim() === word;
    },
    async text(question, { initial = '', validate } = {}) {
      // Control characters would be taken for keys that were pressed.
      const isEditable = isPrintable(initial);
      const asked = isEditable ? question : `${question} (Enter alone: ${printable(initial)})`;
      const meant = (text: string) => (text === '' && !isEditable ? initial : text);
      const answer = await ask<string>(asked, {
        type: 'input',
        ...(initial === '' || !isEditable ? {} : { default: initial, prefill: 'editable' }),
        validate: (text: string) => {
          const problem = validate?.(meant(text));
          return problem === undefined ? true : printableLines(problem);
        },
      });
      return meant(answer);
    },
    editor: (question, initial, ending) =>
      ask<string>(question, { type: 'editor', default: initial, postfix: ending, waitForUserInput: false }),
    secret: (question) => ask<string>(question, { type: 'password', mask: true }),
    choice: (question, choices) =>
      ask<string>(question, { type: 'select', choices: choices.map(printableChoice) }),
    yesNo: (question, initial) => ask<boolean>(question, { type: 'confirm', default: initial }),
  };
}

function printableChoice({ name, value, description }: Choice): Choice {
  return {
    name: printable(name),
    value,
    ...(description === undefined ? {} : { description: printableLines(description) }),
  };
}

/** inquirer rejects with its own error classes when ^C is pressed at a prompt, and when Esc cuts it short. */
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
