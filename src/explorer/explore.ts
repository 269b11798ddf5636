/** The explorer and what it leaves its screen for: forms, commands that ask and print, other connections. */
import type { Outside } from './explorer.js';
import { createExplorer } from './explorer.js';
import { actOn } from '../menu/form/actions-on.js';
import { doCommand, runChosen } from '../menu/form/do-command.js';
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
  explorer: Pick<ReturnType<typeof createExplorer>, 'say'>,
): Promise<void> {
  switch (outside.to) {
    case 'run': {
      const known = await menu.understand(outside.words);
      if (known instanceof LabError) explorer.say(known.message, 'bad');
      else await runChosen(menu, known.spec, known.chosen);
      return;
    }
    case 'form': {
      const spec = await menu.entries.find(({ path }) => path === outside.path)?.load();
      if (spec) await doCommand(menu, spec, outside.given);
      return;
    }
    case 'choose': {
      const kinds = ['group', 'topic', 'broker', 'connection'] as const;
      const kind = kinds.find((each) => outside.meaning[each] !== undefined);
      if (kind)
        await actOn(menu, `${kind} ${outside.meaning[kind] ?? ''}`, kind, outside.meaning[kind] ?? '');
      else explorer.say('No command takes this row.', 'muted');
    }
  }
}
