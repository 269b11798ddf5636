/** Questions on a terminal (only importer of inquirer). Prompts go to stderr: stdout is for results. */
import { Readable } from 'node:stream';
import inquirer from 'inquirer';
import { keyboardOf } from '../../output/screen/keyboard.js';
import { LabError } from '../../text/errors.js';
import { isPrintable, printable, printableLines } from '../../text/printable.js';
import type { Choice, Questions } from '../../view/questions.js';
import type { TerminalInput, World } from '../../view/world.js';
import { requireOneLine } from './one-line.js';

/** One for commands, which see only `Questions`, and for the menu. */
export interface Prompter extends Questions {
  /** True if exactly `word` was typed. */
  typeWord(question: string, word: string): Promise<boolean>;
  /** In $VISUAL or $EDITOR. `ending`: the extension of the file. */
  editor(question: string, initial: string, ending: string): Promise<string>;
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

export function createPrompter({
  stdin,
  stderr,
  signal,
}: Pick<World, 'stdin' | 'stderr' | 'signal'>): Prompter {
  async function ask<Answer>(
    message: string,
    question: Record<string, unknown>,
    typed = '',
  ): Promise<Answer> {
    const escape = new AbortController();
    const input = typedAt(stdin, typed, () => escape.abort());
    const prompt = inquirer.createPromptModule({
      input,
      output: stderr,
      signal: AbortSignal.any([signal, escape.signal]),
    });
    try {
      const { answer } = await interruptible(
        prompt<{ answer: unknown }>([
          { theme, ...question, name: 'answer', message: printableLines(message) } as never,
        ]),
      );
      return answer as Answer;
    } finally {
      input.destroy();
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
      const answer = await ask<string>(
        asked,
        {
          type: 'input',
          validate: (text: string) => {
            const problem = validate?.(meant(text));
            return problem === undefined ? true : printableLines(problem);
          },
          // A default of inquirer's would come back once the line is emptied.
        },
        isEditable ? initial : '',
      );
      return meant(answer);
    },
    editor: (question, initial, ending) =>
      ask<string>(question, { type: 'editor', default: initial, postfix: ending, waitForUserInput: false }),
    async secret(question) {
      const answer = await ask<string>(question, { type: 'password', mask: true });
      await requireOneLine(stdin);
      return answer;
    },
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

/**
 * The keys as inquirer reads them, but for Esc, those of `before` first; while it does not read, an editor may have the
 * terminal.
 */
function typedAt(stdin: TerminalInput, before: string, back: () => void): Readable {
  const input = new Readable({ read: () => undefined });
  if (before !== '') input.push(before);
  let stop: (() => void) | undefined;
  input.on('resume', () => {
    if (!input.readableFlowing) return;
    stop ??= keyboardOf(stdin).read(({ name, sequence }) => {
      if (name === 'escape') back();
      else input.push(sequence);
    });
  });
  const pause = () => {
    stop?.();
    stop = undefined;
  };
  return input.on('pause', pause).on('close', pause);
}

/** inquirer rejects with its own error classes at ^C and when Esc aborts it. */
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
