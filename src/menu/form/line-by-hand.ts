/** The line itself, changed as at a shell instead of through the form. */
import { LabError } from '../../text/errors.js';
import { shellWords } from '../../text/shell-words.js';
import { shellLine } from '../../contract/command-words.js';
import type { Form, Menu } from './menu-context.js';

/** What is run, and how the form has it. */
export interface Line extends Form {
  readonly argv: readonly string[];
}

/** Undefined after a step back. It is asked for until it is a command. */
export async function lineByHand(menu: Menu, argv: readonly string[]): Promise<Line | undefined> {
  let text = shellLine(argv);
  for (;;) {
    const typed = await menu.ui.text({ message: '$', initial: text, validate: lineProblem });
    if (typed === undefined) return undefined;
    text = typed;
    const words = wordsOf(typed);
    const form = await menu.understand(words);
    if (!(form instanceof LabError)) return { ...form, argv: words };
    menu.ui.say(`error: ${form.message}`, 'bad');
  }
}

function wordsOf(line: string): readonly string[] {
  return read(line).before;
}

function lineProblem(line: string): string | undefined {
  if (wordsOf(line).length === 0) return 'Required.';
  return read(line).quote === '' ? undefined : 'A quote is not closed.';
}

/** With the name of the program or without it. */
function read(line: string) {
  return shellWords(/^\s*kafka-lab(\s|$)/.test(line) ? `${line} ` : `kafka-lab ${line} `);
}
