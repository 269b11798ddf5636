/** `--watch` with any command: which commands allow it, and the rounds of a command. */
import type { CommandSpec, Context, Effect } from '../contract/command.js';
import { parseDurationMs } from '../text/duration.js';
import { LabError } from '../text/errors.js';
import type { GlobalOptions } from '../text/global-options.js';
import type { Arrangement } from '../output/arrange.js';
import { toJsonLine } from '../output/structured.js';
import { silentProgress } from '../view/progress.js';
import { watch } from './watch.js';

/** Throws LabError 'usage' for commands that change something or write their own output, and for other formats. */
export function refuseUnwatchable(spec: CommandSpec, effect: Effect, { output }: GlobalOptions): void {
  const name = spec.path.join(' ');
  if (effect !== 'reads' || (spec.output ?? 'result') !== 'result') {
    throw new LabError('usage', `--watch repeats commands that only read, and ${name} does more.`, {
      hint: 'Use it with lists and descriptions: kafka-lab topics list --watch',
    });
  }
  if (output === 'yaml' || output === 'plain') {
    throw new LabError('usage', `--watch is a table on a terminal or JSON lines, not ${output}.`);
  }
}

/** One session for all rounds. */
export async function watchCommand(
  spec: CommandSpec,
  options: Record<string, unknown>,
  context: Context,
  arrangement: Arrangement,
): Promise<void> {
  const { globals, openScreen } = context;
  // Progress and notes would overwrite the screen.
  const quiet: Context = { ...context, progress: silentProgress, say: () => undefined };
  const isJson = globals.output === 'json' || globals.output === 'jsonl';
  await watch({
    name: [...spec.path, ...positionalsOf(spec, options)].join(' '),
    intervalMs: parseDurationMs(globals.watch ?? ''),
    arrangement,
    signal: context.signal,
    screen: isJson ? undefined : openScreen,
    async round() {
      const outcome = spec.run(quiet, options);
      if (Symbol.asyncIterator in outcome) {
        throw new LabError('usage', `${spec.path.join(' ')} already follows what happens, without --watch.`);
      }
      return spec.view(await outcome, options);
    },
    async print(change) {
      await context.sink.write(toJsonLine(change));
      return context.sink.open;
    },
    warn: (line) => context.say(line, 'warn'),
    now: () => context.now(),
  });
}

function positionalsOf({ positionals = [] }: CommandSpec, options: Record<string, unknown>): string[] {
  return positionals.flatMap((name) => options[name] ?? []).map(String);
}
