/** "Do": every command there is, grouped as in help, with its options asked for; then it runs. */
import type { CommandSpec } from '../../contract/command.js';
import { argvOf, type Chosen } from './command-line.js';
import { fillForm, type FormHow } from './fill-form.js';
import { chosenEffect } from './form.js';
import type { Menu, RunHow } from './menu-context.js';
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
    const picked = await menu.ui.pick({ title: 'Do: which commands?', choices: await firstWords(menu), at });
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
      const spec = await menu.entries.find(({ path }) => path === word)?.load();
      return { value: word, label: word, detail: spec?.summary ?? '', term: word };
    }),
  );
}

export async function doPath(menu: Menu, path: string, given: Chosen, how: DoHow = {}): Promise<void> {
  const entry = menu.entries.find((each) => each.path === path);
  if (entry) await doCommand(menu, await entry.load(), given, how);
}

/** Asks for what is not given, shows the line, runs it, and stays until the person goes on. */
export async function doCommand(
  menu: Menu,
  spec: CommandSpec,
  given: Chosen,
  how: DoHow = {},
): Promise<void> {
  let begun = given;
  for (;;) {
    const chosen = await fillForm(menu, spec, begun, how);
    if (chosen === undefined) return;
    const next = await runChosen(menu, spec, chosen, how);
    if (next !== 'change') return;
    begun = chosen;
  }
}

/** At once, with no more than this. */
export async function runPath(menu: Menu, path: string, chosen: Chosen): Promise<void> {
  const spec = await menu.entries.find((each) => each.path === path)?.load();
  if (spec && (await runChosen(menu, spec, chosen)) === 'change') await doCommand(menu, spec, chosen);
}

/** Without questions: for what the menu knows all about. */
export async function runChosen(
  menu: Menu,
  spec: CommandSpec,
  chosen: Chosen,
  how: DoHow = {},
): Promise<'change' | 'back'> {
  const argv = argvOf(spec, chosen);
  menu.remember((recent) => withCommand(recent, argv));
  for (;;) {
    const exitCode = await menu.runLine(argv, { ...how, ownsKeys: chosenEffect(spec, chosen) === 'reads' });
    const next = await afterwards(menu, exitCode, exitCode === 0 ? how.offers : undefined);
    if (next !== 'again') return next;
  }
}

type Next = 'back' | 'again' | 'change';

async function afterwards(menu: Menu, exitCode: number, offers: DoHow['offers'] = []): Promise<Next> {
  for (;;) {
    const picked = await menu.ui.pick<Next | (() => Promise<void>)>({
      title: howItEnded(exitCode),
      choices: [
        { value: 'back', label: 'Go on', about: 'Back to where you were.' },
        ...offers,
        { value: 'again', label: 'Run it again' },
        { value: 'change', label: 'Change it', about: 'Back to its options.' },
      ],
    });
    if (picked?.kind !== 'choice') return 'back';
    if (typeof picked.value === 'string') return picked.value;
    await picked.value();
  }
}

export function howItEnded(exitCode: number): string {
  if (exitCode === 0) return 'Done.';
  if (exitCode === 130) return 'Stopped.';
  return `That did not work (exit code ${exitCode}); the lines above say why.`;
}
