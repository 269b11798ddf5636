/** Every command line that a hint, a screen or a lesson prints is one that the program takes, once a shell has read it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { commands, groups } from './commands/index.js';
import { parseCommandLine } from './cli/cli.js';
import { carrying } from './contract/carried-options.js';
import type { Asks } from './contract/command.js';
import { commandLine } from './text/command-line.js';
import { shellWords } from './text/shell-words.js';

interface Printed {
  readonly where: string;
  readonly line: string;
  /** Quoted for a shell, by `commandLine`. */
  readonly isQuoted: boolean;
}

const settings = { entries: commands, groups, version: '0', columns: 100 };
const hostile = ['-dash', "it's; a `b` $(c)", 'line\nend', 'tópico', '!!'];

/** Messages of logins by a provider name this command, which is still to come. */
const coming = /kafka-lab connections login/;

const firstWords = new Set([...commands.map(({ path }) => path.split(' ')[0] ?? ''), 'help']);
const found = sources('src')
  .flatMap(printedIn)
  .filter(({ line }) => !coming.test(line));

test('lines are found in hints, screens and lessons', () => {
  expect(found.length).toBeGreaterThan(300);
});

test('each is a line that the program takes', async () => {
  const words = wordsByBash(found.filter(({ isQuoted }) => isQuoted));
  const refused: string[] = [];
  for (const printed of found) {
    const typed = words.get(printed) ?? shellWords(`${printed.line} `).before;
    await parseCommandLine(typed, settings).catch((error: unknown) => {
      refused.push(`${printed.where}: ${printed.line}: ${String(error)}`);
    });
  }
  expect(refused).toEqual([]);
});

test('each asks the cluster that was typed, if it asks one', async () => {
  const typed = { cluster: 'two', zookeeper: 'zk:2181', registry: 'http://reg:8081' };
  const asked: Readonly<Record<Asks, object>> = {
    'any cluster': typed,
    'practice cluster': { cluster: 'two' },
    none: {},
  };
  const carry = carrying(typed, commands);
  const lines = found.map((printed) => ({ ...printed, line: carry(printed.line) }));
  const words = wordsByBash(lines.filter(({ isQuoted }) => isQuoted));
  const wrong: string[] = [];
  let carried = 0;
  for (const printed of lines) {
    const request = await parseCommandLine(
      words.get(printed) ?? shellWords(`${printed.line} `).before,
      settings,
    );
    if (request.kind !== 'run' || namesAnother(printed.line)) continue;
    const path = request.spec.path.join(' ');
    const expected = asked[commands.find((entry) => entry.path === path)?.asks ?? 'any cluster'];
    const { cluster, zookeeper, registry } = request.globals;
    if (JSON.stringify({ cluster, zookeeper, registry }) !== JSON.stringify(expected))
      wrong.push(`${printed.where}: ${printed.line}`);
    else if ('cluster' in expected) carried += 1;
  }
  expect(wrong).toEqual([]);
  expect(carried).toBeGreaterThan(200);
});

/** Another cluster than the one asked: that is what such a line says. */
function namesAnother(line: string): boolean {
  return / (?:--name|-[bc]|--(?:cluster (?!two)|zookeeper (?!zk:)))/.test(line);
}

/** What a shell gives to the program; one bash for all. */
function wordsByBash(printed: readonly Printed[]): ReadonlyMap<Printed, readonly string[]> {
  const script = printed.map(({ line }) => `set -- ${line}\nprintf '%s\\0' "$#" "$@"`).join('\n');
  const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' };
  const parts = execFileSync('bash', ['-s'], { input: script, encoding: 'utf8', env }).split('\0');
  return new Map(printed.map((each) => [each, parts.splice(0, Number(parts[0]) + 1).slice(2)]));
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|^testing\/|_completion-scripts/.test(path))
    .map((path) => join(folder, path));
}

function printedIn(path: string): Printed[] {
  const text = readFileSync(path, 'utf8');
  if (!/kafka-lab|commandLine/.test(text)) return [];
  const options = {
    languageVersion: ts.ScriptTarget.Latest,
    jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
  };
  const file = ts.createSourceFile(path, text, options, true);
  const printed: Printed[] = [];
  const add = (node: ts.Node, lines: readonly string[], isQuoted: boolean): void => {
    if (lines.length === 0) return;
    const where = `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
    printed.push(...lines.map((line) => ({ where, line, isQuoted })));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'commandLine')
      add(node, withHostileValues(node.template), true);
    else if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node))
      add(node, linesIn(partsOf(node)), false);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return printed;
}

function partsOf(node: ts.StringLiteralLike | ts.TemplateLiteral): string[] {
  return ts.isTemplateExpression(node)
    ? [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)]
    : [node.text];
}

function withHostileValues(node: ts.TemplateLiteral): string[] {
  const parts = partsOf(node);
  const expressions = ts.isTemplateExpression(node) ? node.templateSpans.map((span) => span.expression) : [];
  return hostile.map((_value, shift) =>
    commandLine(
      Object.assign([...parts], { raw: parts }),
      // Lists hold options or names, which is not seen here.
      ...expressions.map((expression, index) =>
        isList(expression) ? [] : (hostile[(index + shift) % hostile.length] ?? ''),
      ),
    ),
  );
}

function isList(expression: ts.Expression): boolean {
  return /^(given|named|words)$|\[/.test(expression.getText());
}

/** Of a text for people: up to where its sentence goes on in prose. */
function linesIn(parts: readonly string[]): string[] {
  // A value that is a word of its own, or options that may be none.
  const text = parts.reduce((before, part) => before + (/[\s='"]$/.test(before) ? 'VALUE' : '') + part);
  return [...text.matchAll(/kafka-lab (?=[a-z-])/g)].flatMap(({ index }) => {
    const [sentence = ''] =
      /^.*?(?=[.,:]?(?:$| {2}|\s*[;|()<>…`\n]|[.,:] )| (?:and|in|or|on|shows|says|names|marks|để)\s)/s.exec(
        text.slice(index),
      ) ?? [];
    const [, first = ''] = sentence.split(' ');
    return firstWords.has(first) || first.startsWith('--') ? [sentence] : [];
  });
}
