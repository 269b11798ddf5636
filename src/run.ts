/** argv → exit code: the whole program but for the process it runs in, so that tests run it in theirs. */
import { isNativeError } from 'node:util/types';
import { parseCommandLine } from './cli.js';
import type { InvokeOptions } from './command.js';
import { commands, groups } from './commands/index.js';
import { exitCodeOf, LabError } from './errors.js';
import { execute, type Host } from './execute.js';
import type { Questions } from './interactive/questions.js';
import { asLabError } from './kafka/errors.js';
import { firstLines } from './output/first-lines.js';
import { markedLines } from './output/marked-lines.js';
import { createStyle } from './output/style.js';
import { terminalColumns, wrapText } from './output/wrap.js';

export type World = Omit<Host, 'invoke' | 'ask' | 'questions' | 'memory'> & {
  readonly version: string;
  /** What was typed before, when a command runs another. */
  readonly memory?: Host['memory'];
};

/** Never throws. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  const memory = world.memory ?? new Map<string, string>();
  const inner = { ...world, memory };
  const host: Host = {
    ...world,
    memory,
    questions: isInteractive(world) ? lazyQuestions(world) : undefined,
    ask: isInteractive(world) ? (question, word) => askForWord(question, word, world) : undefined,
    invoke: (line, options) => run(line, worldFor(options, inner)),
  };
  try {
    const request = await parseCommandLine(argv, {
      entries: commands,
      groups,
      version: world.version,
      columns: world.stdout.columns ?? 100,
    });
    switch (request.kind) {
      case 'text':
        world.stdout.write(request.text);
        return 0;
      case 'none':
        return await run(['--help'], world);
      case 'run':
        await execute(request.spec, request.options, request.globals, host);
        return 0;
    }
  } catch (error) {
    return report(error, argv, world);
  }
}

/** What a command sees that another one runs. */
function worldFor({ lines, signal, mark, silent }: InvokeOptions, world: World): World {
  const { stdout, stderr } = world;
  return {
    ...world,
    signal: signal ?? world.signal,
    ...(lines === undefined ? {} : { stdout: firstLines(stdout, lines) }),
    ...(mark === undefined ? {} : { stdout: markedLines(stdout, mark), stderr: markedLines(stderr, mark) }),
    ...(silent ? { stdout: firstLines(stdout, 0), stderr: firstLines(stderr, 0) } : {}),
  };
}

function report(error: unknown, argv: readonly string[], world: World): number {
  if (world.signal.aborted && !(error instanceof LabError)) return 130;
  const lab = asLabError(error);
  const verbose = argv.includes('--verbose');
  const style = createStyle(
    world.stderr.isTTY === true && !world.env['NO_COLOR'] && !argv.includes('--no-color'),
  );
  const columns = terminalColumns(world.stderr);
  if (lab.message !== '') {
    world.stderr.write(`${wrapText(`${style.tone('error:', 'bad')} ${lab.message}`, columns)}\n`);
  }
  if (lab.hint !== undefined) world.stderr.write(`${wrapText(lab.hint, columns)}\n`);
  if (verbose) world.stderr.write(`${causes(lab)}\n`);
  else if (lab.code === 'failed' && !(error instanceof LabError)) {
    world.stderr.write(
      'This is a fault of kafka-lab itself. With --verbose it says where; please report that.\n',
    );
  }
  return exitCodeOf(lab);
}

function causes(error: Error): string {
  const stack = error.stack ?? String(error);
  return isNativeError(error.cause) ? `${stack}\ncaused by: ${causes(error.cause)}` : stack;
}

function isInteractive(world: World): boolean {
  return world.stdin.isTTY === true && world.stderr.isTTY === true;
}

/** inquirer is loaded when something is asked, not before. */
function lazyQuestions(world: World): Questions {
  const prompter = async () => (await import('./interactive/prompter.js')).createPrompter(world);
  return {
    text: async (question, initial) => (await prompter()).text(question, initial),
    secret: async (question) => (await prompter()).secret(question),
    choice: async (question, choices) => (await prompter()).choice(question, choices),
    yesNo: async (question, initial) => (await prompter()).yesNo(question, initial),
  };
}

async function askForWord(question: string, word: string, world: World): Promise<boolean> {
  const { createPrompter } = await import('./interactive/prompter.js');
  return createPrompter(world).typeWord(question, word);
}
