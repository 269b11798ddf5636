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

/** The words of a line as bash hands them to a program: `$'\n'`, for what cannot be printed as it is, is not known to dash. */
function asTyped(line: string): string[] {
  const printed = line.replace(/^kafka-lab /, "printf '%s\\0' ");
  const { stdout } = spawnSync('bash', ['-c', printed], { encoding: 'utf8' });
  return stdout.split('\0').slice(0, -1);
}

// Modules of one graph that are loaded side by side confuse Jest.
beforeAll(async () => {
  for (const { load } of commands) await load();
}, 30_000);

const paths = commands.map(({ path }) => ({ path }));

describe.each(paths)('$path', ({ path }) => {
  test('is reached in the menu, which runs what would be typed', async () => {
    const ran = await throughTheMenu(path);
    expect(ran).toHaveLength(1);
    const [argv = []] = ran;
    const fromMenu = await parsed(argv);
    expect(fromMenu.spec.path.join(' ')).toBe(path);
    const typed = await parsed(asTyped(shellLine(argv)));
    // The same spec, the same raw options, the same globals: the same call of `execute`.
    expect(typed.spec).toBe(fromMenu.spec);
    expect(typed.options).toEqual(fromMenu.options);
    expect(typed.globals).toEqual(fromMenu.globals);
    expect(typed.globals).toMatchObject({ bootstrapServer: 'localhost:1', color: false });
  });

  test('every option survives the way into words, through a shell, and back', async () => {
    const spec = await commands.find((entry) => entry.path === path)!.load();
    const chosen = awkward(spec);
    const argv = argvOf(spec, chosen);
    const { options } = await parsed(asTyped(shellLine(argv)));
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
