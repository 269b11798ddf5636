/** "Run a command": all commands, grouped as in help; a form asks for the options, then it runs. */
import type { CommandSpec } from '../../contract/command.js';
import { argvOf, type Chosen } from '../../contract/command-words.js';
import { fieldsOfCommand } from '../../contract/fields.js';
import type { LabError } from '../../text/errors.js';
import { fillForm, reviewForm, type FormHow } from './fill-form.js';
import { loadCommand } from './load-command.js';
import { lineByHand, type Line } from './line-by-hand.js';
import { refusal } from './refusal.js';
import { chosenEffect } from './form.js';
import type { Form, Menu, RunHow } from './menu-context.js';
import { withCommand } from './recent.js';
import type { Choice } from '../ui/ui.js';

export interface DoHow extends Pick<RunHow, 'where'>, FormHow {
  /** What can be done once it has worked. */
  readonly offers?: readonly Choice<() => Promise<void>>[];
}

/** All groups; then the commands of one. */
export async function chooseAndDo(menu: Menu): Promise<void> {
  let at = 0;
  for (;;) {
    const picked = await menu.ui.pick({
      title: 'Run a command: which one?',
      choices: await firstWords(menu),
      at,
    });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    if (menu.groups[picked.value] === undefined) await doPath(menu, picked.value, {});
    else await chooseInGroup(menu, picked.value);
  }
}

async function chooseInGroup(menu: Menu, group: string): Promise<void> {
  let at = 0;
  for (;;) {
    const below = menu.entries.filter(({ path }) => path.startsWith(`${group} `));
    const specs = await Promise.all(below.map(({ load }) => load()));
    const choices = specs.map((spec) => ({ ...commandChoice(spec, group), value: spec }));
    const picked = await menu.ui.pick({ title: `${group}: ${menu.groups[group] ?? ''}`, choices, at });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    await doCommand(menu, picked.value, {});
  }
}

export function commandChoice(spec: CommandSpec, group?: string): Omit<Choice<CommandSpec>, 'value'> {
  const words = group === undefined ? spec.path : spec.path.slice(group.split(' ').length);
  return { label: words.join(' '), detail: spec.summary, term: spec.path[0], about: `${spec.summary}.` };
}

async function firstWords(menu: Menu): Promise<Choice<string>[]> {
  const words = [...new Set(menu.entries.map(({ path }) => path.split(' ')[0] ?? ''))];
  return Promise.all(
    words.map(async (word) => {
      const group = menu.groups[word];
      if (group !== undefined) return { value: word, label: word, detail: group, term: word };
      const spec = await loadCommand(menu, word);
      return { value: word, label: word, detail: spec?.summary ?? '', term: word };
    }),
  );
}

export async function doPath(menu: Menu, path: string, given: Chosen, how: DoHow = {}): Promise<void> {
  const spec = await loadCommand(menu, path);
  if (spec) await doCommand(menu, spec, given, how);
}

/** Asks for what is not given, shows the line, runs it, and stays until Esc. */
export async function doCommand(
  menu: Menu,
  spec: CommandSpec,
  given: Chosen,
  how: DoHow = {},
): Promise<void> {
  const problem = await refusal(menu, spec, given);
  if (problem !== undefined) return sayAndWait(menu, problem);
  const line = await fillForm(menu, { spec, chosen: given }, how);
  if (line !== undefined) await runAndChange(menu, line, how);
}

/** Without questions, for options that are complete. */
export async function runChosen(
  menu: Menu,
  spec: CommandSpec,
  chosen: Chosen,
  how: DoHow = {},
): Promise<void> {
  await runAndChange(menu, { spec, chosen, argv: argvOf(spec, chosen) }, how);
}

/** With the words that were typed, which may have global options. */
export function runLineAsTyped(menu: Menu, line: Line): Promise<void> {
  return runAndChange(menu, line, {});
}

async function runAndChange(menu: Menu, begun: Line, how: DoHow): Promise<void> {
  for (let line: Line | undefined = begun; line !== undefined;) {
    const form: Form | undefined = await runLine(menu, line, how);
    line = form && (await reviewForm(menu, form, how));
  }
}

/** Runs it until it is to be changed, or left: undefined. */
async function runLine(menu: Menu, begun: Line, how: DoHow): Promise<Form | undefined> {
  let line = begun;
  for (;;) {
    const { spec, chosen, argv } = line;
    const exitCode = await menu.runLine(argv, { ...how, ownsKeys: chosenEffect(spec, chosen) === 'reads' });
    if (exitCode === 0 || exitCode === 130) menu.remember((recent) => withCommand(recent, spec, chosen));
    const next = await afterwards(menu, exitCode, line, how.offers);
    if (next === 'back') return undefined;
    if (next === 'change') return line;
    if (next === 'execute') {
      const executed = { ...chosen, execute: true };
      line = { spec, chosen: executed, argv: argvOf(spec, executed) };
    }
    if (next === 'line') {
      const edited = await lineByHand(menu, argv);
      if (edited === undefined) return line;
      line = edited;
    }
  }
}

type Next = 'back' | 'execute' | 'again' | 'change' | 'line';

async function afterwards(
  menu: Menu,
  exitCode: number,
  line: Line,
  offers: DoHow['offers'] = [],
): Promise<Next> {
  const isDone = exitCode === 0;
  const choices: Choice<Next | (() => Promise<void>)>[] = [
    { value: 'back', label: 'Back', about: 'Back to where you were.' },
    ...(isDone ? offers : []),
    ...(isDone && isPlan(line) ? [doIt] : []),
    { value: 'again', label: 'Run it again' },
    { value: 'change', label: 'Change it', about: 'Back to its options.' },
    { value: 'line', label: 'Edit the line', about: 'Change the line as you would at a shell, and run it.' },
  ];
  // Esc and ^C stop a command, which is not a failure.
  const isFailed = !isDone && exitCode !== 130;
  const at = isFailed ? choices.findIndex(({ value }) => value === 'change') : 0;
  for (;;) {
    const picked = await menu.ui.pick({ title: howItEnded(exitCode), choices, at });
    if (picked?.kind !== 'choice') return 'back';
    if (typeof picked.value === 'string') return picked.value;
    await picked.value();
  }
}

const doIt = {
  value: 'execute' as const,
  label: 'Do it',
  detail: 'the same with --execute',
  about: 'So far this is only a plan.',
};

function isPlan({ spec, chosen }: Line): boolean {
  return fieldsOfCommand(spec).some(({ name }) => name === 'execute') && chosen['execute'] !== true;
}

/** A list would push the message off the screen. */
export async function sayAndWait({ ui }: Menu, problem: LabError): Promise<void> {
  ui.say(`error: ${problem.message}`, 'bad');
  if (problem.hint !== undefined) ui.say(problem.hint);
  await ui.pick({ title: 'Nothing was run.', choices: [{ value: 'back', label: 'Back' }] });
}

export function howItEnded(exitCode: number): string {
  if (exitCode === 0) return 'Done.';
  if (exitCode === 130) return 'Stopped.';
  return `That did not work (exit code ${exitCode}); the lines above say why.`;
}
