/** The world for a command whose result is a view: nothing is printed, asked or drawn. */
import type { Context } from '../../contract/command.js';
import { LabError } from '../../text/errors.js';
import { silentProgress } from '../../view/progress.js';
import type { Sink } from '../../view/sink.js';

/** What a command would write itself would stand across the screen. */
const nowhere: Sink = {
  open: true,
  write: () => undefined,
  lend: (_chunk, giveBack) => giveBack(),
};

/** As for `-o json`: results are whole then, and names in them are not drawn as a tree. */
export function quietContext(context: Context, signal: AbortSignal): Context {
  const others = Object.entries(context).filter(([name]) => name !== 'openScreen');
  return {
    ...(Object.fromEntries(others) as unknown as Context),
    signal,
    globals: { ...context.globals, output: 'json' },
    isTerminal: true,
    isRepeated: true,
    sink: nowhere,
    questions: undefined,
    progress: silentProgress,
    say: () => undefined,
    confirm: () => Promise.reject(new LabError('usage', 'Nothing is asked here.')),
    invoke: () => Promise.resolve(2),
  };
}
