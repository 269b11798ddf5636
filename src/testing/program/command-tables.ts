/** What the two tables of a command's test need: argv → options, result → each output. */
import type { z } from 'zod';
import { parseCommandLine } from '../../cli/cli.js';
import type { CommandSpec, Schema } from '../../contract/command.js';
import { commands, groups } from '../../commands/index.js';
import { fieldsOfCommand, typed } from '../../contract/fields.js';
import { outputFormats, type OutputFormat } from '../../text/global-options.js';
import { render } from '../../output/render.js';
import { createStyle } from '../../output/style.js';

/** What `run` would be given. */
export async function optionsOf(line: string): Promise<unknown> {
  const request = await parseCommandLine(line.split(' '), {
    entries: commands,
    groups,
    version: '0',
    columns: 80,
  });
  if (request.kind !== 'run') throw new Error(`"${line}" runs nothing`);
  return request.spec.options.parse(typed(fieldsOfCommand(request.spec), request.options));
}

export type Outputs = Record<OutputFormat | 'notes', string>;

/** As for a terminal of 80 columns without colour. */
export async function outputsOf<S extends Schema, Result>(
  spec: CommandSpec<S, Result>,
  result: Result,
  options?: z.output<S>,
): Promise<Outputs> {
  const items = spec.items?.(result) ?? (Array.isArray(result) ? result : [result]);
  const outputs: Record<string, string> = {};
  for (const format of outputFormats) {
    const settings = { format, style: createStyle(false), columns: 80, isTerminal: false };
    const { text, notes } = await render(result, items, () => spec.view(result, options), settings);
    outputs[format] = text;
    if (format === 'table') outputs['notes'] = notes.join('\n');
  }
  return outputs as Outputs;
}

/** Lines as they stand in a test, without the common indentation. */
export function lines(...text: readonly string[]): string {
  return text.map((line) => `${line}\n`).join('');
}
