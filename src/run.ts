/** argv → exit code: the whole program but for the process it runs in, so that tests run it in theirs. */
import { LabError } from './text/errors.js';
import { parseCommandLine, type Request } from './cli/cli.js';
import { checkOptions } from './contract/check-options.js';
import type { CommandSpec, RawOptions, ToolBounds } from './contract/command.js';
import { fieldsOfCommand } from './contract/fields.js';
import { takesEscapes } from './view/escapes.js';
import type { InvokeOptions } from './contract/command.js';
import { commands, groups } from './commands/index.js';
import { execute } from './execute.js';
import type { Host } from './contract/host.js';
import type { Questions } from './view/questions.js';
import type { World } from './view/world.js';
import { firstLines } from './output/first-lines.js';
import { markedLines } from './output/marked-lines.js';
import { descriptorStream } from './output/descriptor-streams.js';
import { createJobControl } from './output/screen/job-control.js';
import { reportError } from './output/report-error.js';
import { onReaderLeaving } from './output/reader-leaves.js';
import { createSink } from './output/sink.js';
import { columnsOf } from './view/terminal-size.js';

// What main.ts needs beside it: so it is one chunk to load.
export { currentFolder } from './files/current-folder.js';
export { createJobControl, descriptorStream, onReaderLeaving, reportError };

type RunRequest = Extract<Request, { readonly kind: 'run' }>;

/** Never throws. */
export async function run(argv: readonly string[], world: World): Promise<number> {
  const host: Host = {
    ...world,
    questions: isInteractive(world) ? lazyQuestions(world) : undefined,
    ask: isInteractive(world) ? (question, word) => askForWord(question, word, world) : undefined,
    invoke: (line, options) => invoke(line, options, world),
  };
  try {
    checkArguments(argv);
    const request = await parseCommandLine(argv, {
      entries: commands,
      groups,
      version: world.version,
      columns: columnsOf(world.stdout, 100),
    });
    switch (request.kind) {
      case 'text':
        await createSink(world.stdout).write(request.text);
        return 0;
      case 'none':
        return await withoutCommand(request.globals, world, host);
      case 'run': {
        const bounds = boundsOf(request);
        if (bounds) {
          const { serveTools } = await import('./mcp/serve-tools.js');
          await serveTools({ entries: commands, execute, globals: request.globals, bounds }, world);
          return 0;
        }
        const view = hasMenu(world) ? viewOf(request, world) : undefined;
        if (view) {
          await menu(request.globals, world, host, view);
          return 0;
        }
        await execute(request.spec, request.options, request.globals, host);
        if (request.spec.opensMenu && hasMenu(world)) await menu(request.globals, world, host);
        return 0;
      }
    }
  } catch (error) {
    return reportError(error, argv, world);
  }
}

/** Node puts U+FFFD in the place of bytes that are not UTF-8; what would be written or searched for is not what was typed. */
function checkArguments(argv: readonly string[]): void {
  const at = argv.findIndex((word) => word.includes('\ufffd'));
  if (at < 0) return;
  throw new LabError(
    'usage',
    `Argument ${at + 1}, "${argv[at] ?? ''}", has bytes that are not UTF-8 (or U+FFFD itself).`,
    {
      hint: 'Bytes of any kind can be produced from a file or a pipe, and as base64 with --json.',
    },
  );
}

/** On a terminal the menu; elsewhere help, and the exit code of wrong usage. */
async function withoutCommand(globals: RawOptions, world: World, host: Host): Promise<number> {
  if (!hasMenu(world)) {
    await run(['--help'], world);
    world.stderr.write('The menu needs a terminal; here, name a command.\n');
    return 2;
  }
  await menu(globals, world, host);
  return 0;
}

/** What other programs may do; undefined if the command serves none. */
function boundsOf({ spec, options }: RunRequest): ToolBounds | undefined {
  return spec.serves?.(checkOptions(spec.options, fieldsOfCommand(spec), options));
}

/** Where the explorer opens; undefined if it does not. */
function viewOf({ spec, options, globals }: RunRequest, { env }: World): readonly string[] | undefined {
  const isDrawn = globals['plain'] !== true && globals['watch'] === undefined && takesEscapes(env);
  if (!spec.explores || !isDrawn) return undefined;
  return spec.explores(checkOptions(spec.options, fieldsOfCommand(spec), options));
}

/** `view`: the explorer instead, at this view. */
async function menu(globals: RawOptions, world: World, host: Host, view?: readonly string[]): Promise<void> {
  const { openMenu } = await import('./menu/places/open-menu.js');
  const { reopenKeyboard } = await import('./menu/ui/reopen-keyboard.js');
  const program = {
    execute: (spec: CommandSpec, rawGlobals: RawOptions) => execute(spec, {}, rawGlobals, host),
    async run(argv: readonly string[], signal: AbortSignal, readsKeys: boolean) {
      // Reading lines to their end (^D) leaves a stdin that has ended; the menu needs its own again.
      const keyboard = readsKeys ? reopenKeyboard(world.stdin) : world.stdin;
      try {
        return await run(argv, { ...world, signal, stdin: keyboard });
      } finally {
        if (keyboard !== world.stdin) keyboard.destroy();
      }
    },
  };
  await openMenu(globals, host, program, view);
}

async function invoke(argv: readonly string[], options: InvokeOptions, world: World): Promise<number> {
  if (!options.endsAlone || !world.takeInterrupts) return run(argv, worldFor(options, world));
  const stop = new AbortController();
  const giveBack = world.takeInterrupts(() => stop.abort());
  try {
    const signal = AbortSignal.any([world.signal, stop.signal]);
    return await run(argv, worldFor({ ...options, signal }, world));
  } finally {
    giveBack();
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

function isInteractive(world: World): boolean {
  return world.stdin.isTTY === true && world.stderr.isTTY === true;
}

function hasMenu(world: World): boolean {
  return isInteractive(world) && world.stdout.isTTY === true;
}

/** inquirer is loaded when something is asked, not before. */
function lazyQuestions(world: World): Questions {
  const prompter = async () => (await import('./menu/ui/line-prompter.js')).prompterFor(world);
  return {
    text: async (question, line) => (await prompter()).text(question, line),
    secret: async (question) => (await prompter()).secret(question),
    choice: async (question, choices) => (await prompter()).choice(question, choices),
    yesNo: async (question, initial) => (await prompter()).yesNo(question, initial),
  };
}

async function askForWord(question: string, word: string, world: World): Promise<boolean> {
  const { prompterFor } = await import('./menu/ui/line-prompter.js');
  return prompterFor(world).typeWord(question, word);
}
