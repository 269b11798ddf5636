/** Words → the command that they are, its checked options, and whether it can be a view. */
import { parseCommandLine } from '../../cli/cli.js';
import { checkOptions } from '../../contract/check-options.js';
import { effectOf, type CommandEntry, type CommandSpec, type RawOptions } from '../../contract/command.js';
import { fieldsOfCommand } from '../../contract/fields.js';
import { parseSortKey, type Arrangement } from '../../output/arrange.js';
import { LabError } from '../../text/errors.js';

export interface Understood {
  readonly spec: CommandSpec;
  readonly options: Record<string, unknown>;
  readonly globals: RawOptions;
  readonly arrangement: Arrangement;
  /** It only reads, and its result is a view. */
  readonly isView: boolean;
}

export interface Commands {
  readonly entries: readonly CommandEntry[];
  readonly groups: Readonly<Record<string, string>>;
}

/** Throws LabError 'usage' for what is no command line, or names another cluster than the one that is looked at. */
export async function understand(words: readonly string[], commands: Commands): Promise<Understood> {
  const request = await parseCommandLine(words, { ...commands, version: '', columns: 80 });
  if (request.kind !== 'run') throw new LabError('usage', `${words.join(' ')} is not a command.`);
  const { spec, globals } = request;
  if (['connection', 'bootstrapServer', 'cluster', 'zookeeper'].some((name) => globals[name] !== undefined)) {
    throw new LabError('usage', 'All that is done in the explorer is about one cluster.', {
      hint: 'To another one: :connection NAME',
    });
  }
  const options: Record<string, unknown> = checkOptions(spec.options, fieldsOfCommand(spec), request.options);
  return {
    spec,
    options,
    globals,
    arrangement: {
      columns: listOf(globals['columns']).flatMap((names) => names.split(',')),
      sort: listOf(globals['sort']).map(parseSortKey),
    },
    isView: effectOf(spec, options) === 'reads' && (spec.output ?? 'result') === 'result',
  };
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
