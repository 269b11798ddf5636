/** All commands with their options as plain data: what `--help-json` prints and the reference page is made of. */
import { entriesBelow, type CommandEntry, type CommandSpec, type Effect } from '../../contract/command.js';
import {
  fieldsOf,
  fieldsOfCommand,
  flagFields,
  positionalFields,
  type Field,
  type FieldType,
} from '../../contract/fields.js';
import { globalOptions } from '../../text/global-options.js';

/** The shape is described in docs/help-json.md; it changes only with that page and a line in CHANGELOG.md. */
export interface Reference {
  readonly name: string;
  readonly version: string;
  readonly globals: readonly OptionReference[];
  readonly groups: readonly { readonly name: string; readonly summary: string }[];
  readonly commands: readonly CommandReference[];
}

export interface CommandReference {
  /** The words typed. */
  readonly path: readonly string[];
  readonly usage: string;
  readonly summary: string;
  readonly effect: Effect;
  /** With some of its options it does less. */
  readonly effectDepends: boolean;
  readonly changes: NonNullable<CommandSpec['changes']>;
  /** Those without a flag first, in their order. */
  readonly options: readonly OptionReference[];
  readonly examples: readonly string[];
}

export interface OptionReference {
  readonly name: string;
  /** `--partitions`, or `--no-color` if the default is yes; null for a word without a flag. */
  readonly flag: string | null;
  /** `-p` */
  readonly short: string | null;
  /** From 0; null for an option with a flag. */
  readonly position: number | null;
  readonly type: FieldType;
  readonly required: boolean;
  readonly default: unknown;
  readonly choices: readonly string[] | null;
  /** The placeholder of the value in help; null if there is none. */
  readonly placeholder: string | null;
  readonly completes: string | null;
  readonly description: string;
}

export interface ReferenceSources {
  readonly entries: readonly CommandEntry[];
  readonly groups: Readonly<Record<string, string>>;
  readonly version: string;
}

/** `words`: only this command, or those of this group; none: all. */
export async function describeCommands(
  { entries, groups, version }: ReferenceSources,
  words: readonly string[] = [],
): Promise<Reference> {
  const chosen = entriesBelow(entries, words);
  const firstWords = new Set(chosen.map((entry) => entry.path.split(' ')[0] ?? ''));
  const described: CommandReference[] = [];
  for (const entry of chosen) described.push(commandReference(await entry.load()));
  return {
    name: 'kafka-lab',
    version,
    globals: fieldsOf(globalOptions).map(optionReference),
    groups: Object.entries(groups)
      .filter(([name]) => firstWords.has(name))
      .map(([name, summary]) => ({ name, summary })),
    commands: described,
  };
}

function commandReference(spec: CommandSpec): CommandReference {
  const fields = fieldsOfCommand(spec);
  const words = positionalFields(fields);
  const flags = flagFields(fields);
  return {
    path: spec.path,
    usage: ['kafka-lab', ...spec.path, ...(flags.length > 0 ? ['[options]'] : []), ...words.map(asWord)].join(
      ' ',
    ),
    summary: spec.summary,
    effect: spec.effect,
    effectDepends: spec.effectOf !== undefined,
    changes: spec.changes ?? 'cluster',
    options: [...words, ...flags].map(optionReference),
    examples: (spec.examples ?? []).map((line) => `kafka-lab ${line}`),
  };
}

function optionReference(field: Field): OptionReference {
  const { name, short, position, type, required, choices, completes, description } = field;
  const hasFlag = position === undefined;
  const isOff = type === 'boolean' && field.default === true;
  return {
    name,
    flag: hasFlag ? `--${isOff ? 'no-' : ''}${field.flag}` : null,
    short: short === undefined ? null : `-${short}`,
    position: position ?? null,
    type,
    required,
    default: field.default ?? null,
    choices: choices ?? null,
    placeholder: hasFlag && type !== 'boolean' ? field.placeholder : null,
    completes: completes ?? null,
    description: isOff ? `no ${description}` : description,
  };
}

function asWord({ flag, type, required }: Field): string {
  const name = flag + (type === 'list' ? '...' : '');
  return required ? `<${name}>` : `[${name}]`;
}
