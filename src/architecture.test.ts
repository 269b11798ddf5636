import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { commands, groups } from './commands/index.js';
import type { CommandSpec } from './command.js';
import { fieldsOf, fieldsOfCommand } from './fields.js';
import { globalOptions } from './global-options.js';

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
    ['commander', /^cli\.ts$/],
    ['kafkajs', /^kafka\//],
    ['inquirer', /^interactive\/prompter\.ts$/],
    ['@inquirer/core', /^interactive\/(pick|page)-prompt\.ts$/],
    ['chalk', /^output\//],
    ['cli-table3', /^output\//],
    ['ora', /^output\//],
    ['simple-ascii-chart', /^monitor\/line-chart\.ts$/],
  ])('%s', (name, allowed) => {
    const importers = importersOf(name);
    expect(importers).not.toEqual([]);
    expect(importers.filter((path) => !allowed.test(path))).toEqual([]);
  });

  test.each([
    ['wire', ['kafka', 'commands']],
    ['cluster', ['kafka', 'commands']],
    ['placement', ['kafka', 'wire', 'commands', 'output']],
  ])('%s/ imports none of %j', (folder, forbidden) => {
    const offences = program
      .filter(({ path }) => path.startsWith(`${folder}/`))
      .flatMap(({ path, imports }) => imports.map((name) => ({ path, name })))
      .filter(({ name }) => forbidden.some((other) => name.startsWith(`${other}/`)));
    expect(offences).toEqual([]);
  });

  test('output/ knows the contract of a view, formats and errors, and nothing else of the program', () => {
    const own = ['command', 'global-options', 'progress', 'errors', 'duration'];
    const offences = program
      .filter(({ path }) => path.startsWith('output/'))
      .flatMap(({ imports }) => imports)
      .filter((name) => sources.some(({ path }) => path === `${name}.ts`))
      .filter((name) => !name.startsWith('output/') && !own.includes(name));
    expect(offences).toEqual([]);
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
        !/^([a-z0-9-]+\/)*[a-z0-9-]+(\.(broker|kraft|peer|drill|docker|scripts))?(\.test)?\.ts$/.test(path),
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
    expect(duplicates([...fields.map(({ flag }) => flag), 'help', 'version'])).toEqual([]);
    expect(fields.filter(({ description }) => description === '')).toEqual([]);
    for (const name of spec.positionals ?? []) expect(fields.map((field) => field.name)).toContain(name);
    for (const example of spec.examples ?? []) expect(` ${example} `).toContain(` ${path} `);
  });
});

function duplicates(items: readonly string[]): string[] {
  return items.filter((item, index) => items.indexOf(item) !== index);
}
