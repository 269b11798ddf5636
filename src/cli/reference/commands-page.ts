/** The reference as a page of Markdown: docs/commands.md. */
import { capitalised } from '../../text/letter-case.js';
import type { CommandReference, OptionReference, Reference } from './describe-commands.js';
import { effectText, optionTerm, optionText } from './reference-words.js';

export function commandsPage({ globals, groups, commands }: Reference): string {
  const summaries = new Map(groups.map(({ name, summary }) => [name, summary]));
  const families = [...new Set(commands.map(({ path }) => path[0] ?? ''))];
  const sections = families.flatMap((family) => {
    const summary = summaries.get(family);
    const own = commands.filter(({ path }) => path[0] === family);
    return [
      ...(summary === undefined ? [] : [`## ${family}`, `${capitalised(summary)}.`]),
      ...own.map((command) => commandSection(command, summary === undefined ? '##' : '###')),
    ];
  });
  return `${[
    '# Commands',
    '<!-- Made from the definitions of the commands by `npm run docs`; edit those. -->',
    contents(families, commands),
    ...sections,
    '## Options of every command',
    'Those with a value can also be given as variables of the environment, unless they may be repeated: `KAFKA_LAB_BOOTSTRAP_SERVER`, `KAFKA_LAB_OUTPUT` …',
    optionList(globals),
  ].join('\n\n')}\n`;
}

function contents(families: readonly string[], commands: readonly CommandReference[]): string {
  return families
    .map((family) => {
      const own = commands.filter(({ path }) => path[0] === family);
      const links = own.map(({ path }) => `[${path.slice(-1).join(' ')}](#${path.join('-')})`);
      return own.length === 1 && own[0]?.path.length === 1
        ? `- ${links.join('')}`
        : `- [${family}](#${family}): ${links.join(', ')}`;
    })
    .join('\n');
}

function commandSection(command: CommandReference, heading: string): string {
  const { path, summary, usage, options, examples } = command;
  return [
    `${heading} ${path.join(' ')}`,
    `${capitalised(summary)}. ${effectText(command)}`,
    fenced([usage]),
    ...(options.length > 0 ? [optionList(options)] : []),
    ...(examples.length > 0 ? [`${examples.length === 1 ? 'Example' : 'Examples'}:`, fenced(examples)] : []),
  ].join('\n\n');
}

function optionList(options: readonly OptionReference[]): string {
  return options.map(optionLine).join('\n');
}

function optionLine(option: OptionReference): string {
  return `- \`${optionTerm(option)}\`: ${escaped(optionText(option))}`;
}

function fenced(lines: readonly string[]): string {
  return ['```', ...lines, '```'].join('\n');
}

/** What Markdown would take for a tag or for emphasis. */
function escaped(text: string): string {
  return text.replace(/[<*_]/g, '\\$&');
}
