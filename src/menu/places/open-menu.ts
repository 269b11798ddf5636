/** Opens the menu on a terminal: each visit of its home is one run of an internal command. */
import { z } from 'zod';
import { defineCommand, type CommandSpec, type Context, type RawOptions } from '../../contract/command.js';
import { commands, groups } from '../../commands/index.js';
import { LabError } from '../../text/errors.js';
import { globalsAsTyped } from '../../contract/globals-as-typed.js';
import type { Host } from '../../contract/host.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { keyboardOf } from '../../output/screen/keyboard.js';
import { createStyle } from '../../output/style.js';
import { hasColor, takesEscapes } from '../../view/escapes.js';
import { shellLine } from '../../contract/command-words.js';
import { createDrawnUi } from '../ui/drawn-ui.js';
import { browseAt } from './explorer-place.js';
import { atHome } from './home.js';
import { isNewcomer } from './newcomer.js';
import type { Menu, Where } from '../form/menu-context.js';
import { createPlainUi } from '../ui/plain-ui.js';
import { printableUi } from '../ui/printable-ui.js';
import { withCluster } from './choose-cluster.js';
import { loadRecent, saveRecent, withRecentCluster } from '../form/recent.js';
import { formOfWords } from '../form/form-of-words.js';
import { runLine } from '../form/run-line.js';
import { createInterrupts } from '../ui/second-interrupt.js';
import { explanationOf } from '../../words/glossary.js';
import { LeaveMenu, type Choice } from '../ui/ui.js';

/** What the menu needs from the program. */
export interface Program {
  /** Runs an internal command. */
  execute(spec: CommandSpec, globals: RawOptions): Promise<void>;
  /** argv → exit code, as typed at a shell, but with a signal of its own; `readsKeys`: it may read the keyboard. */
  run(argv: readonly string[], signal: AbortSignal, readsKeys: boolean): Promise<number>;
}

/**
 * Resolves when the menu is left. Throws LabError for an exit code other than 0. `view`: in the place of the home, the
 * explorer, at the view of these words.
 */
export async function openMenu(
  rawGlobals: RawOptions,
  host: Host,
  program: Program,
  view?: readonly string[],
): Promise<void> {
  const { stdin, env } = host;
  const style = createStyle(hasColor(env, rawGlobals['color'] !== false));
  const interrupts = createInterrupts(() => performance.now());
  const signal = AbortSignal.any([host.signal, interrupts.leave]);
  const uiHost = {
    ...host,
    signal,
    style,
    interrupts,
    explain: explainChoice,
  };
  const isPlain = rawGlobals['plain'] === true || !takesEscapes(env);
  const ui = printableUi(isPlain ? createPlainUi(uiHost) : createDrawnUi(uiHost));
  let recent = loadRecent(host.folders.data);
  let globals = rawGlobals;
  const homeCursor = {};
  const runner = { ...host, signal, interrupts, run: program.run };

  const wordsOf = (argv: readonly string[], where?: Where) => [
    ...globalsAsTyped(where === undefined ? globals : withCluster(globals, where)),
    ...argv,
  ];

  const menuOf = (context: Context): Menu => ({
    ui,
    context,
    entries: commands,
    groups,
    home: homeCursor,
    get recent() {
      return recent;
    },
    remember(change) {
      recent = change(recent);
      saveRecent(host.folders.data, recent);
    },
    lineOf: (argv, where) => `$ ${shellLine(wordsOf(argv, where))}`,
    async runLine(argv, { ownsKeys, where }) {
      const words = wordsOf(argv, where);
      ui.say(`$ ${shellLine(words)}`, 'muted');
      return runLine(runner, words, ownsKeys && !isPlain);
    },
    understand: (argv) => formOfWords(argv, { entries: commands, groups }),
  });

  /** One visit of the home; resolves with the global options of the next, undefined to leave. */
  async function visit(): Promise<RawOptions | undefined> {
    const visited: { isOpen: boolean; next?: RawOptions | undefined } = { isOpen: false };
    const home = defineCommand({
      path: ['menu'],
      summary: 'the menu',
      effect: 'reads',
      options: z.object({}),
      async run(context) {
        visited.isOpen = true;
        visited.next = await (view && !(await isNewcomer(context, view))
          ? browseAt(menuOf(context), globals, view)
          : atHome(menuOf(context), globals));
      },
      view: () => ({ header: [], rows: [] }),
    });
    try {
      await program.execute(home, globals);
      return visited.next;
    } catch (error) {
      // Invalid options would fail at the next visit too.
      if (error instanceof LeaveMenu || signal.aborted || !visited.isOpen || view) throw error;
      // A failure here is reported, and the menu continues from its home.
      const { message, hint } = asLabError(error);
      if (message !== '') ui.say(`error: ${message}`, 'bad');
      if (hint !== undefined) ui.say(hint);
      return globals;
    }
  }

  // Raw, ^C is a key; between two prompts it is a signal.
  const giveBack = host.takeInterrupts?.(() => interrupts.count());
  const stopWatching = keyboardOf(stdin).watch(({ name }) => {
    if (name === 'ctrl-c') interrupts.count();
  });
  try {
    for (;;) {
      const next = await visit();
      if (next === undefined) {
        // A signal ends the explorer as it ends the menu, with nothing left to do there.
        if (signal.aborted) throw new LabError('interrupted', '');
        return;
      }
      if (next !== globals) recent = withRecentCluster(recent, clusterWords(next));
      globals = next;
    }
  } catch (error) {
    if (error instanceof LeaveMenu || interrupts.leave.aborted) return;
    throw signal.aborted ? new LabError('interrupted', '') : error;
  } finally {
    giveBack?.();
    stopWatching();
    restore(host);
  }
}

function clusterWords(globals: RawOptions): string[] {
  return ['bootstrapServer', 'cluster', 'connection'].flatMap((name) => {
    const value = globals[name];
    return typeof value === 'string' ? [name, value] : [];
  });
}

function explainChoice({ term, about, label }: Choice<unknown>): string | undefined {
  const entry = term === undefined ? undefined : explanationOf(term);
  return entry ? `${entry.term}: ${entry.en}` : (about ?? label);
}

/** Restores the terminal: cooked mode, a visible cursor. */
function restore({ stdin, stderr, env }: Host): void {
  stdin.setRawMode?.(false);
  stdin.pause();
  if (takesEscapes(env)) stderr.write('\u001b[?25h');
}
