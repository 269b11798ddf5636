/** Which commands are tools, and what a tool says of itself: all of it read off the definitions. */
import { z } from 'zod';
import { effectOf, type CommandEntry, type CommandSpec } from '../contract/command.js';
import { fieldsOfCommand, type Field } from '../contract/fields.js';

export interface Tool {
  readonly name: string;
  readonly spec: CommandSpec;
  /** Options of the command that a caller may set. */
  readonly fields: readonly Field[];
  /** Read from standard input in the place of a file: set to `-` if there is input. */
  readonly inputField: Field | undefined;
  /** How a change is planned before it is made. */
  readonly planning: Planning;
  readonly takesConnection: boolean;
}

/**
 * `none`: it only reads. `execute`, `dryRun`: an option of the command shows the plan if it is absent, or if it is given.
 * `described`: the command has no plan of its own, so that what would be typed is shown.
 */
type Planning = 'none' | 'execute' | 'dryRun' | 'described';

export interface ToolSettings {
  readonly allowWrites: boolean;
  /** The command line of the server names the cluster: calls cannot name another. */
  readonly isFixed: boolean;
}

/** Those that have a use and are safe for a program; those that could only be refused are left out. */
export async function toolsOf(
  entries: readonly CommandEntry[],
  settings: ToolSettings,
): Promise<readonly Tool[]> {
  const all: Tool[] = [];
  for (const entry of entries) {
    const spec = await entry.load();
    if (isTool(spec)) all.push(toolOf(spec, entry, settings));
  }
  return all.filter((tool) => settings.allowWrites || mayRead(tool));
}

/**
 * Not: what needs a terminal or a shell; and what changes this machine: who may log in where, which files are trusted and what is
 * readonly is not for an assistant to decide, and clusters that it would start or stop are somebody's.
 */
function isTool(spec: CommandSpec): boolean {
  if (spec.isFor !== undefined || spec.serves !== undefined) return false;
  return spec.changes !== 'machine' || spec.effect === 'reads';
}

/** Whether it does nothing but read, at least with some of its options. */
function mayRead({ spec, planning }: Tool): boolean {
  if (spec.effect === 'reads') return true;
  if (spec.effectOf === undefined) return false;
  return planning !== 'described' || effectOf(spec, {}) === 'reads';
}

function toolOf(spec: CommandSpec, { asks = 'any cluster' }: CommandEntry, { isFixed }: ToolSettings): Tool {
  const all = fieldsOfCommand(spec);
  const inputField = all.find(({ name, completes }) => name === 'file' && completes === 'file');
  const planning = planningOf(spec, all);
  return {
    name: toolName(spec.path),
    spec,
    fields: all.filter(
      (field) =>
        !field.opensMachine &&
        !field.isLook &&
        field.name !== 'execute' &&
        !(planning === 'dryRun' && field.name === 'dryRun'),
    ),
    inputField,
    planning,
    takesConnection: !isFixed && asks === 'any cluster',
  };
}

export function toolName(path: readonly string[]): string {
  return path.join('_').replaceAll('-', '_');
}

function planningOf(spec: CommandSpec, fields: readonly Field[]): Planning {
  const has = (name: string) => fields.some((field) => field.name === name && field.type === 'boolean');
  if (has('execute')) return 'execute';
  if (spec.effect === 'reads' && spec.effectOf === undefined) return 'none';
  return has('dryRun') ? 'dryRun' : 'described';
}

/** As `tools/list` gives it. `allowWrites`: without it no call changes anything. */
export function describeTool(tool: Tool, { allowWrites }: Pick<ToolSettings, 'allowWrites'>) {
  const { name, spec, planning } = tool;
  const changes = allowWrites && planning !== 'none';
  return {
    name,
    title: `kafka-lab ${spec.path.join(' ')}`,
    description: [
      `${spec.summary}.`,
      ...(planning === 'none' ? [] : [changes ? plansFirst(tool) : plansOnly]),
    ].join(' '),
    inputSchema: inputSchemaOf(tool, allowWrites),
    annotations: {
      readOnlyHint: !changes,
      // As the protocol means it: whatever is there may be another afterwards.
      destructiveHint: changes && spec.onlyAdds !== true,
      // A second call of a change may change more.
      idempotentHint: !changes,
      openWorldHint: tool.takesConnection,
    },
  };
}

function plansFirst({ spec, planning }: Tool): string {
  const reads =
    spec.effectOf !== undefined && planning !== 'execute' ? 'What only reads is done at once. ' : '';
  return `${reads}A change takes two calls: one without "execute", which shows what would be done, then the same with "execute": true.`;
}

const plansOnly = 'This server only reads: what would change something is planned at most, and not done.';

function inputSchemaOf({ spec, fields, inputField, planning, takesConnection }: Tool, allowWrites: boolean) {
  const { properties = {}, required = [] } = z.toJSONSchema(spec.options, {
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      // What else the definitions say is for shells and the menu.
      for (const name of Object.keys(jsonSchema))
        if (!schemaWords.has(name)) Reflect.deleteProperty(jsonSchema, name);
    },
  });
  const names = new Set(fields.map(({ name }) => name));
  return {
    type: 'object' as const,
    properties: {
      ...Object.fromEntries(
        fields.flatMap((field) => {
          const property = properties[field.name];
          return property === undefined ? [] : [[field.name, withSecret(field, property)]];
        }),
      ),
      ...(inputField && {
        input: {
          type: 'string',
          description: `text that is read in the place of a file: ${inputField.description.replace('; - is standard input', '')}`,
        },
      }),
      ...(takesConnection && {
        connection: {
          type: 'string',
          description: 'a configured connection (connections_list names them), if not the one in use',
        },
      }),
      ...(planning !== 'none' &&
        allowWrites && {
          execute: {
            type: 'boolean',
            default: false,
            description: 'do what the same call has planned before; without it nothing is changed',
          },
        }),
    },
    required: [
      ...required.filter((name) => names.has(name)),
      ...fields.filter(isSecretNeeded).map(({ name }) => name),
      // A command that asks for nothing else reads standard input, and here that is the text.
      ...(inputField && (inputField.required || inputField.default === '-') ? ['input'] : []),
    ],
    additionalProperties: false,
  };
}

/** Where a secret is, is for people to say: here a secret is what it is. */
function withSecret({ secret, description }: Field, property: z.core.JSONSchema._JSONSchema) {
  const refused = 'env:NAME, keyring:NAME and prompt are refused';
  if (secret === 'value') return { type: 'string', description: `the secret itself; ${refused}` };
  if (secret === undefined || typeof property === 'boolean') return property;
  return { ...property, description: `${description} (here ${refused})` };
}

/** The default of it is a question to a person. */
function isSecretNeeded({ secret, default: place }: Field): boolean {
  return secret === 'value' && place !== undefined;
}

/** Of JSON Schema, as far as options use it. */
const schemaWords = new Set([
  ...['type', 'description', 'default', 'enum', 'const', 'anyOf', 'items', 'minItems', 'maxItems'],
  ...['properties', 'required', 'additionalProperties', 'minLength', 'maxLength', 'pattern'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum'],
]);
