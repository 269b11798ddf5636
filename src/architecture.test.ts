import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { commands, groups } from './commands/index.js';
import type { CommandSpec } from './contract/command.js';
import { fieldsOf, fieldsOfCommand } from './contract/fields.js';
import { globalOptions } from './text/global-options.js';

const root = fileURLToPath(new URL('.', import.meta.url));

interface Source {
  /** `kafka/session.ts` */
  readonly path: string;
  readonly text: string;
  /** Packages by their names, own files by their paths below src without an ending. */
  readonly imports: readonly string[];
}

const sources: readonly Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, imports: importsOf(path, text) };
  });
const paths = new Set(sources.map(({ path }) => path));
const floors = readFloors();
/** What is shipped. */
const program = sources.filter(({ path }) => !path.endsWith('.test.ts') && !path.startsWith('testing/'));

function importsOf(path: string, text: string): string[] {
  const statements = text.matchAll(
    /(?:\bfrom|\bimport|\bimport\(|\brequire\(|\brequire\.resolve\()\s*'([^']+)'/g,
  );
  return [...statements].map(([, name = '']) =>
    name.startsWith('.')
      ? relative(root, join(root, dirname(path), name))
          .replaceAll('\\', '/')
          .replace(/\.js$/, '')
      : name.replace(/^node:/, '').replace(/^(@[^/]+\/[^/]+|[^@/][^/]*)\/.*/, '$1'),
  );
}

function importersOf(name: string): string[] {
  return program.filter(({ imports }) => imports.includes(name)).map(({ path }) => path);
}

describe('only importers', () => {
  test.each([
    ['commander', /^cli\//],
    ['kafkajs', /^kafka\/consumer\//],
    ['oauth4webapi', /^logins\/(oauth-client|device-login)\.ts$/],
    ['aws4', /^logins\//],
    ['inquirer', /^menu\/ui\/prompter\.ts$/],
    ['chalk', /^output\//],
    ['cli-table3', /^output\//],
    ['fast-string-width', /^view\/width\.ts$/],
    ['@modelcontextprotocol/server', /^mcp\/sdk\.ts$/],
    ['ora', /^output\//],
    ['timers', /^text\/wait\.ts$/],
    ['simple-ascii-chart', /^monitor\/show\/line-chart\.ts$/],
  ])('%s', (name, allowed) => {
    const importers = importersOf(name);
    expect(importers).not.toEqual([]);
    expect(importers.filter((path) => !allowed.test(path))).toEqual([]);
  });

  test('commands are imported by their list and by neighbours, which share what they show', () => {
    const offences = program
      .filter(({ path }) => path !== 'commands/index.ts' && !path.startsWith('commands/'))
      .flatMap(({ path, imports }) => imports.map((name) => `${path} → ${name}`))
      .filter((arrow) => / → commands\/(?!index$)/.test(arrow));
    expect(offences).toEqual([]);
  });

  test('tests and what they are made of are imported by no program', () => {
    expect(program.filter(({ imports }) => imports.some((name) => name.startsWith('testing/')))).toEqual([]);
  });

  test('process and console are touched by main.ts alone', () => {
    const world =
      /\bconsole\.\w|\bprocess\.(argv|env|std(in|out|err)|exit|exitCode|on|once|cwd|chdir|title)\b/;
    const offenders = program
      .filter(({ path }) => path !== 'main.ts')
      .filter(({ text }) => world.test(withoutComments(text)) || importsWorld(text));
    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  /** The processes of the practice cluster are others: their ids and their signals are its trade. */
  function importsWorld(text: string): boolean {
    const names = /import \{([^}]*)\} from 'node:process'/.exec(text)?.[1]?.split(',') ?? [];
    const trade = ['kill', 'pid', 'platform'];
    return names.some((name) => !trade.includes(name.trim()));
  }
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*/g, '');
}

describe('floors', () => {
  test('each room has a line in docs/architecture.md, and each line a room', () => {
    const present = new Set(program.map(({ path }) => roomOf(path)));
    expect([...present].filter((room) => floorOf(room) === undefined)).toEqual([]);
    const isThere = (room: string) =>
      room.endsWith('/*')
        ? [...present].some((each) => each.startsWith(room.slice(0, -1)))
        : present.has(room);
    expect([...floors.keys()].filter((room) => !isThere(room))).toEqual([]);
  });

  test('no import goes up, nor to another room on the same floor', () => {
    expect(importsUpward(program)).toEqual([]);
  });

  test('an import upward would be found', () => {
    const text = "import type { CommandSpec } from '../contract/command.js';";
    const upward = { path: 'text/made-up.ts', text, imports: ['contract/command'] };
    expect(importsUpward([...program, upward])).toEqual(['text/made-up.ts → contract/command.ts']);
  });

  test('no files import each other in a circle, types included', () => {
    expect(circles(program)).toEqual([]);
  });

  test('a circle would be found', () => {
    const ring = ['a', 'b', 'c'].map((name, at, all) => ({
      path: `text/${name}.ts`,
      text: '',
      imports: [`text/${all[(at + 1) % 3] ?? ''}`],
    }));
    expect(circles(ring).map((each) => [...each].sort())).toEqual([['text/a.ts', 'text/b.ts', 'text/c.ts']]);
  });

  test('no flat room has more than 20 files, and src four loose ones', () => {
    // A declaration a request, a file a lesson, a file a command: they are looked up by name.
    const byName = ['wire/requests', 'practice/lessons/content', 'commands'];
    const files = new Map<string, number>();
    for (const { path } of program) files.set(roomOf(path), (files.get(roomOf(path)) ?? 0) + 1);
    const crowded = [...files].filter(([room, count]) => count > (room === '' ? 4 : 20));
    expect(crowded.filter(([room]) => !byName.includes(room))).toEqual([]);
  });
});

function importsUpward(files: readonly Source[]): readonly string[] {
  return files.flatMap(({ path, imports }) =>
    ownFiles(imports)
      .filter((target) => roomOf(target) !== roomOf(path))
      .filter((target) => (floorOf(roomOf(target)) ?? Infinity) >= (floorOf(roomOf(path)) ?? -1))
      .map((target) => `${path} → ${target}`),
  );
}

function ownFiles(imports: readonly string[]): readonly string[] {
  return imports.map((name) => `${name}.ts`).filter((path) => paths.has(path));
}

function roomOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}

/** Of a room, or of the rooms beside it that share one line: `commands/*`. */
function floorOf(room: string): number | undefined {
  return floors.get(room) ?? floors.get(`${roomOf(room)}/*`);
}

/** `| 12 | \`src/kafka/groups\` | …`; the loose files of src are the room ''. */
function readFloors(): ReadonlyMap<string, number> {
  const page = readFileSync(new URL('../docs/architecture.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| +(\d+) \| `src\/?([^`]*)` +\|/gm);
  return new Map([...rows].map(([, floor, room = '']) => [room, Number(floor)]));
}

/** Every set of files that can all be reached from each other (Tarjan's strongly connected components). */
function circles(files: readonly Source[]): readonly (readonly string[])[] {
  const known = new Set(files.map(({ path }) => path));
  const next = new Map(
    files.map(({ path, imports }) => [
      path,
      imports.map((name) => `${name}.ts`).filter((to) => known.has(to)),
    ]),
  );
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const found: string[][] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    lowest.set(path, order.get(path) ?? 0);
    stack.push(path);
    for (const to of next.get(path) ?? []) {
      if (!order.has(to)) visit(to);
      else if (!stack.includes(to)) continue;
      lowest.set(path, Math.min(lowest.get(path) ?? 0, lowest.get(to) ?? 0));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const circle = stack.splice(stack.indexOf(path));
    if (circle.length > 1) found.push(circle);
  };
  for (const { path } of files) if (!order.has(path)) visit(path);
  return found;
}

describe('files', () => {
  test('each begins with a sentence that says what it owns', () => {
    const bare = sources
      .filter(({ path }) => !path.endsWith('.test.ts'))
      .filter(({ text }) => !/^\/\*\*[\s*]+\S[\s\S]*?\*\//.test(text));
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  test('each is named in kebab case', () => {
    const odd = sources.filter(
      ({ path }) =>
        !/^([a-z0-9-]+\/)*_?[a-z0-9-]+(\.(broker|zookeeper|kraft|practice|peer|clients|drill|docker|scripts|referee|package))?(\.test)?\.ts$/.test(
          path,
        ),
    );
    expect(odd.map(({ path }) => path)).toEqual([]);
  });
});

describe('commands', () => {
  const specs = commands.map(({ path, load }) => ({ path, load }));

  test('each file that defines one is in the list under its path', () => {
    const defined = program
      .filter(({ path, text }) => path.startsWith('commands/') && /\bdefineCommand\(/.test(text))
      .map(({ path }) => path.slice('commands/'.length, -'.ts'.length).replaceAll('/', ' '));
    expect(specs.map(({ path }) => path).sort()).toEqual(defined.sort());
  });

  test('each group has a line in help', () => {
    const firstWords = specs.filter(({ path }) => path.includes(' ')).map(({ path }) => path.split(' ')[0]);
    expect(Object.keys(groups).sort()).toEqual([...new Set(firstWords)].sort());
  });

  test.each(specs)('$path: its fields are what its JSON schema says', async ({ load }) => {
    const { options } = await load();
    const { properties = {}, required = [] } = z.toJSONSchema(options, { io: 'input' });
    expect(fieldsOf(options).map(({ name, required }) => [name, required])).toEqual(
      Object.keys(properties).map((name) => [name, required.includes(name)]),
    );
    for (const field of fieldsOf(options)) {
      const property = properties[field.name] as Record<string, unknown>;
      expect({
        type: field.type === 'list' ? 'array' : field.type,
        default: field.default,
        enum: field.choices,
        description: field.description,
        short: field.short,
      }).toEqual({
        type: property['type'],
        default: property['default'],
        enum: (property['enum'] as unknown[] | undefined)?.map(String),
        description: property['description'],
        short: property['short'],
      });
    }
  });

  test.each(specs)('$path', async ({ path, load }) => {
    const spec: CommandSpec = await load();
    expect(spec.path.join(' ')).toBe(path);
    expect(spec.summary).toMatch(/^\S.{8,}[^.\s]$/);
    const fields = [...fieldsOf(globalOptions), ...fieldsOfCommand(spec)];
    const shorts = fields.flatMap(({ short }) => (short === undefined ? [] : [short]));
    expect(duplicates([...shorts, 'h', 'V'])).toEqual([]);
    expect(duplicates([...fields.map(({ flag }) => flag), 'help', 'version'])).toEqual(shadowing[path] ?? []);
    expect(fields.filter(({ description }) => description === '')).toEqual([]);
    for (const name of spec.positionals ?? []) expect(fields.map((field) => field.name)).toContain(name);
    for (const example of spec.examples ?? []) expect(` ${example} `).toContain(` ${path} `);
  });
});

/** Options of commands that stand in the place of a global one, which these have no use for. */
const shadowing: Readonly<Record<string, readonly string[]>> = { 'cluster up': ['registry'] };

function duplicates(items: readonly string[]): string[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}
