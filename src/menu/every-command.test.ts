import { beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { parseCommandLine, type Request } from '../cli/cli.js';
import type { CommandSpec, Context } from '../contract/command.js';
import { commands, groups } from '../commands/index.js';
import { fieldsOfCommand, type Field } from '../contract/fields.js';
import { argvOf, shellLine, type Chosen } from '../contract/command-words.js';
import { chooseAndDo } from './form/do-command.js';
import { withoutDefaults } from './form/form.js';
import type { Menu } from './form/menu-context.js';
import { nothingRecent } from './form/recent.js';
import type { Choice, PickQuestion, Ui } from './ui/ui.js';

const settings = { entries: commands, groups, version: '0', columns: 80 };
const globals = ['-b', 'localhost:1', '--no-color'];

async function parsed(argv: readonly string[]): Promise<Extract<Request, { kind: 'run' }>> {
  const request = await parseCommandLine([...globals, ...argv], settings);
  if (request.kind !== 'run') throw new Error(`${argv.join(' ')} runs nothing`);
  return request;
}

/** The words of each line as bash hands them to a program: `$'\\n'`, for what cannot be printed as it is, is not known to dash. */
function asTyped(lines: readonly string[]): readonly (readonly string[])[] {
  const end = 'the end of a line';
  const printed = lines.map((line) => `${line.replace(/^kafka-lab /, "printf '%s\\0' ")} '${end}'\n`);
  const { stdout } = spawnSync('bash', { input: printed.join(''), encoding: 'utf8' });
  return stdout
    .split(`${end}\0`)
    .slice(0, -1)
    .map((words) => words.split('\0').slice(0, -1));
}

interface Walked {
  /** What the menu ran on its way to the command; an error if it did not get there. */
  readonly fromMenu: PromiseSettledResult<readonly (readonly string[])[]>;
  readonly chosen: Chosen;
  /** Both as a shell hands them on. */
  readonly typedFromMenu: readonly string[];
  readonly typedChosen: readonly string[];
}

const walked = new Map<string, Walked>();

beforeAll(async () => {
  // Modules of one graph that are loaded side by side confuse Jest.
  for (const { load } of commands) await load();
  const walks: Omit<Walked, 'typedFromMenu' | 'typedChosen'>[] = [];
  const lines: string[] = [];
  for (const { path, load } of commands) {
    const spec = await load();
    const chosen = awkward(spec);
    const [fromMenu] = await Promise.allSettled([throughTheMenu(path)]);
    walks.push({ fromMenu, chosen });
    const first = fromMenu.status === 'fulfilled' ? fromMenu.value[0] : undefined;
    lines.push(shellLine(first ?? []), shellLine(argvOf(spec, chosen)));
  }
  const typed = asTyped(lines);
  expect(typed).toHaveLength(lines.length);
  commands.forEach(({ path }, at) => {
    const [typedFromMenu, typedChosen] = [typed[2 * at]!, typed[2 * at + 1]!];
    walked.set(path, { ...walks[at]!, typedFromMenu, typedChosen });
  });
}, 60_000);

const paths = commands.map(({ path }) => ({ path }));

describe.each(paths)('$path', ({ path }) => {
  test('is reached in the menu, which runs what would be typed', async () => {
    const { fromMenu: walk, typedFromMenu } = walked.get(path)!;
    if (walk.status === 'rejected') throw walk.reason;
    expect(walk.value).toHaveLength(1);
    const fromMenu = await parsed(walk.value[0]!);
    expect(fromMenu.spec.path.join(' ')).toBe(path);
    const typed = await parsed(typedFromMenu);
    // The same spec, the same raw options, the same globals: the same call of `execute`.
    expect(typed.spec).toBe(fromMenu.spec);
    expect(typed.options).toEqual(fromMenu.options);
    expect(typed.globals).toEqual(fromMenu.globals);
    expect(typed.globals).toMatchObject({ bootstrapServer: 'localhost:1', color: false });
  });

  test('every option survives the way into words, through a shell, and back', async () => {
    const spec = await commands.find((entry) => entry.path === path)!.load();
    const { chosen, typedChosen } = walked.get(path)!;
    const { options } = await parsed(typedChosen);
    expect(withoutDefaults(spec, options)).toEqual(chosen);
  });
});

/** Every option set, to what a shell or a parser of arguments could take for something else. */
function awkward(spec: CommandSpec): Chosen {
  return Object.fromEntries(fieldsOfCommand(spec).map((field) => [field.name, awkwardValue(field)]));
}

function awkwardValue(field: Field): Chosen[string] {
  if (field.type === 'boolean') return field.default !== true;
  if (field.choices) return String(field.choices.find((choice) => choice !== field.default));
  if (field.type === 'list') return ["it's", '$HOME `id` "x"', '-n'];
  return "--it's a\nvalue";
}

async function throughTheMenu(path: string): Promise<readonly (readonly string[])[]> {
  const ran: (readonly string[])[] = [];
  const menu: Menu = {
    ui: personWhoWants(path),
    // Nobody answers, so that names are typed.
    context: {
      globals: {},
      folders: { data: '/nowhere' },
      connection: () => Promise.resolve(undefined),
      kafka: () => Promise.reject(new Error('away')),
    } as unknown as Context,
    entries: commands,
    groups,
    home: {},
    recent: nothingRecent,
    remember: () => undefined,
    lineOf: () => '',
    understand: () => Promise.reject(new Error('nothing is typed here')),
    runLine(argv) {
      ran.push(argv);
      return Promise.resolve(0);
    },
  };
  await chooseAndDo(menu);
  return ran;
}

/** Goes to the command, answers what it must, runs it once and comes back. */
function personWhoWants(path: string): Ui {
  const [first, second] = path.split(' ');
  const seen = new Set<string>();
  return {
    rows: 24,
    columns: 80,
    pick<Value>({ title, choices }: PickQuestion<Value>) {
      const asChoice = (wanted: (choice: Choice<Value>) => boolean) => {
        const at = choices.findIndex(wanted);
        const choice = choices[at];
        if (!choice) throw new Error(`${path} is not in "${title}"`);
        return Promise.resolve({ kind: 'choice' as const, value: choice.value, at });
      };
      const isList = title.startsWith('Run a command:') || title.startsWith(`${first ?? ''}:`);
      if (isList && seen.has(title)) return Promise.resolve(undefined);
      if (isList) seen.add(title);
      if (title.startsWith('Run a command:')) return asChoice(({ label }) => label === first);
      if (isList) return asChoice(({ label }) => label === second);
      return asChoice(
        ({ value }) =>
          value === ('run' as Value) || value === ('back' as Value) || value === choices[0]?.value,
      );
    },
    text({ validate }) {
      const answers = ['orders', '1', 'a=b', '@-1h', 'localhost:1'];
      return Promise.resolve(answers.find((answer) => validate?.(answer) === undefined));
    },
    edit: () => Promise.resolve('text'),
    page: () => Promise.resolve(undefined),
    busy: (_what, work) => work,
    say: () => undefined,
  };
}
