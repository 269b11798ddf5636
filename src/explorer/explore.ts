/** The explorer and what it leaves its screen for: forms, commands that ask and print, other connections. */
import type { Outside } from './act.js';
import { loadCommand } from '../menu/form/load-command.js';
import { createExplorer, type Explorer } from './explorer.js';
import { actOnRecord } from './act-on-record.js';
import { actOnRecords } from './act-on-records.js';
import { runChosen, runLineAsTyped } from '../menu/form/do-command.js';
import { fillForm } from '../menu/form/fill-form.js';
import { pickTopic } from '../menu/form/pick-topic.js';
import { refusal } from '../menu/form/refusal.js';
import type { Chosen } from '../contract/command-words.js';
import type { CommandSpec } from '../contract/command.js';
import { chooseAction } from './choose-action.js';
import { killOrStart, practiceClusterOf } from './kill-or-start.js';
import { recordsAsked, whyPrinted } from './records-asked.js';
import { understand } from './live/understand.js';
import type { Menu } from '../menu/form/menu-context.js';
import { requireConnection } from '../config/choose-connection.js';
import { loadConnections } from '../config/load-connections.js';
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
      isPractice: (await practiceClusterOf(menu.context)) !== undefined,
    },
  });
  try {
    const first = commandWords(
      words,
      menu.entries.map(({ path }) => path),
    );
    if (!(await isView(menu, first))) {
      await runTyped(menu, first, explorer);
      await explorer.open(['monitor']);
    } else await explorer.open(first);
    for (;;) {
      const screen = await openScreen();
      const outside = await explorer.run(screen).finally(() => screen.close());
      if (outside.to === 'quit') return outside;
      if (outside.to === 'connection') {
        if (await isConnection(menu, outside.name, explorer)) return outside;
      } else await outsideOf(menu, outside, explorer);
    }
  } finally {
    explorer.close();
  }
}

/** An unknown name is told where it was typed, instead of leaving for nowhere. */
async function isConnection(
  { context }: Menu,
  name: string,
  explorer: Pick<Explorer, 'say'>,
): Promise<boolean> {
  try {
    requireConnection(name, await loadConnections(context));
    return true;
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    explorer.say([error.message, error.hint].filter(Boolean).join(' '), 'bad');
    return false;
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
    case 'run':
      return runTyped(menu, outside.words, explorer);
    case 'form': {
      const spec = await loadCommand(menu, outside.path);
      if (spec) await fillAndRun(menu, spec, outside.given, explorer);
      return;
    }
    case 'kill':
      return killOrStart(menu, outside, (text, tone) => explorer.say(text, tone));
    case 'record':
      return actOnRecord(menu, outside.act, outside.record, (text, tone) => explorer.say(text, tone));
    case 'records':
      return actOnRecords(menu, outside.act, outside.records, (text, tone) => explorer.say(text, tone));
    case 'copy-to': {
      const { source, given } = outside;
      const target = await pickTopic(menu, 'Copy them to which topic?');
      const spec = await loadCommand(menu, 'copy');
      if (spec && target !== undefined)
        await fillAndRun(menu, spec, { ...given, topic: [source, target] }, explorer);
      return;
    }
    case 'choose': {
      const action = await chooseAction(menu, outside.meaning);
      if (action === 'none') explorer.say('No command takes this row.', 'muted');
      else if (action) await fillAndRun(menu, action.spec, action.given, explorer);
    }
  }
}

/** As it was typed, global options and all. */
async function runTyped(
  menu: Menu,
  words: readonly string[],
  explorer: Pick<Explorer, 'say'>,
): Promise<void> {
  const known = await menu.understand(words);
  if (known instanceof LabError) {
    explorer.say(known.message, 'bad');
    return;
  }
  const why = whyPrinted(await understand(words, menu));
  if (why !== undefined) menu.ui.say(why);
  await runLineAsTyped(menu, { ...known, argv: words });
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
  const opens = await isView(menu, line.argv).catch((error: unknown) => {
    // What is wrong with it, running it tells.
    if (error instanceof LabError) return false;
    throw error;
  });
  if (opens) await explorer.open(line.argv);
  else await runChosen(menu, line.spec, line.chosen);
}

/** Throws LabError 'usage' for what is no command. */
async function isView(menu: Menu, words: readonly string[]): Promise<boolean> {
  const understood = await understand(words, menu);
  const isOverview = understood.spec.explores?.(understood.options) !== undefined;
  return isOverview || understood.isView || recordsAsked(understood) !== undefined;
}
