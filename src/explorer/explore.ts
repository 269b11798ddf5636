/** The explorer and what it leaves its screen for: forms, commands that ask and print, other connections. */
import type { Outside } from './act.js';
import { createExplorer, type Explorer } from './explorer.js';
import { actOnRecord } from './act-on-record.js';
import { runChosen } from '../menu/form/do-command.js';
import { fillForm } from '../menu/form/fill-form.js';
import { refusal } from '../menu/form/refusal.js';
import type { Chosen } from '../menu/form/command-line.js';
import type { CommandSpec } from '../contract/command.js';
import { chooseAction } from './choose-action.js';
import { killOrStart } from './kill-or-start.js';
import { recordsAsked } from './records-asked.js';
import { understand } from './live/understand.js';
import type { Menu } from '../menu/form/menu-context.js';
import type { Target } from '../kafka/session/target.js';
import { formatAddress } from '../net/addresses.js';
import { LabError } from '../text/errors.js';
import { commandWords } from './state/command-words.js';

export type Explored = { readonly to: 'quit' } | { readonly to: 'connection'; readonly name: string };

export interface ExploreSettings {
  /** The first view. */
  readonly words: readonly string[];
  readonly globals: readonly string[];
  readonly isFromMenu: boolean;
}

/** Until it is left, or another connection is asked for. */
export async function explore(
  menu: Menu,
  { words, globals, isFromMenu }: ExploreSettings,
): Promise<Explored> {
  const { openScreen } = menu.context;
  if (!openScreen) throw new LabError('usage', 'browse needs a terminal to draw on.');
  const connection = await menu.context.connection();
  const { settings } = connection ?? {};
  const explorer = createExplorer({
    ...{ menu, globals, isFromMenu },
    place: {
      name: connection?.name ?? placeName(await menu.context.target()),
      colour: settings?.colour,
      guard: settings?.readonly ? 'readonly' : settings?.protected ? 'protected' : undefined,
    },
  });
  try {
    await explorer.open(
      commandWords(
        words,
        menu.entries.map(({ path }) => path),
      ),
    );
    for (;;) {
      const screen = await openScreen();
      const outside = await explorer.run(screen).finally(() => screen.close());
      if (outside.to === 'quit' || outside.to === 'connection') return outside;
      await outsideOf(menu, outside, explorer);
    }
  } finally {
    explorer.close();
  }
}

/** A practice cluster by its name, an address as it was typed. */
function placeName({ origin, bootstrapServers: [first] }: Target): string {
  return origin === '-b' && first ? formatAddress(first) : origin;
}

async function outsideOf(
  menu: Menu,
  outside: Exclude<Outside, Explored>,
  explorer: Pick<Explorer, 'say' | 'open'>,
): Promise<void> {
  switch (outside.to) {
    case 'run': {
      const known = await menu.understand(outside.words);
      if (known instanceof LabError) {
        explorer.say(known.message, 'bad');
        return;
      }
      await runChosen(menu, known.spec, known.chosen);
      return;
    }
    case 'form': {
      const spec = await menu.entries.find(({ path }) => path === outside.path)?.load();
      if (spec) await fillAndRun(menu, spec, outside.given, explorer);
      return;
    }
    case 'kill':
      return killOrStart(menu, outside, (text, tone) => explorer.say(text, tone));
    case 'record':
      return actOnRecord(menu, outside.act, outside.record, (text, tone) => explorer.say(text, tone));
    case 'choose': {
      const action = await chooseAction(menu, outside.meaning);
      if (action === 'none') explorer.say('No command takes this row.', 'muted');
      else if (action) await fillAndRun(menu, action.spec, action.given, explorer);
    }
  }
}

/** What only reads becomes the next view, a plan for one; all else is run where it can ask and print. */
async function fillAndRun(
  menu: Menu,
  spec: CommandSpec,
  given: Chosen,
  explorer: Pick<Explorer, 'say' | 'open'>,
): Promise<void> {
  const problem = await refusal(menu, spec, given);
  if (problem) {
    explorer.say(problem.message, 'bad');
    return;
  }
  const line = await fillForm(menu, { spec, chosen: given });
  if (!line) return;
  if (await isView(menu, line.argv)) await explorer.open(line.argv);
  else await runChosen(menu, line.spec, line.chosen);
}

async function isView(menu: Menu, words: readonly string[]): Promise<boolean> {
  try {
    const understood = await understand(words, menu);
    return understood.isView || recordsAsked(understood) !== undefined;
  } catch (error) {
    if (error instanceof LabError) return false;
    throw error;
  }
}
