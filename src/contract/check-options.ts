/** Raw options → checked ones: the command line's words, and for global options the environment's. */
import type { z } from 'zod';
import { LabError } from '../text/errors.js';
import { registryUrlComplaint } from '../net/registry-url.js';
import { complaint, fieldsOf, narrowest, typed, type Field } from './fields.js';
import { globalOptions, type GlobalOptions } from '../text/global-options.js';
import type { Environment } from '../view/world.js';

const targetNames = ['bootstrapServer', 'connection', 'cluster'];

type Raw = Readonly<Record<string, unknown>>;

/** `KAFKA_LAB_BOOTSTRAP_SERVER` and its like stand in for what was not typed. Throws LabError 'usage'. */
export function parseGlobals(raw: Raw, env: Environment): GlobalOptions {
  const fields = fieldsOf(globalOptions);
  const fromEnv: Record<string, unknown> = {};
  const isTargetTyped = targetNames.some((name) => raw[name] !== undefined);
  for (const field of fields) {
    // A typed cluster is complete: no address of the environment with a connection of the command line.
    if (isTargetTyped && [...targetNames, 'zookeeper', 'registry'].includes(field.name)) continue;
    const value = env[variableOf(field)];
    if (value !== undefined && value !== '' && field.type === 'string') fromEnv[field.name] = value;
  }
  const typedAs = ({ name, flag }: Pick<Field, 'name' | 'flag'>) =>
    raw[name] === undefined ? variableOf({ flag }) : `--${flag}`;
  const globals = checkOptions(globalOptions, fields, { ...fromEnv, ...raw }, typedAs);
  const wrong = globals.registry === undefined ? undefined : registryUrlComplaint(globals.registry);
  if (wrong !== undefined)
    throw new LabError('usage', `${typedAs({ name: 'registry', flag: 'registry' })}: ${wrong}.`);
  return globals;
}

/** The schema's check of raw options; every complaint at once, in the words of the command line. */
export function checkOptions<S extends z.ZodObject>(
  schema: S,
  fields: readonly Field[],
  raw: Raw,
  typedAs = (field: Field) => (field.position === undefined ? `--${field.flag}` : field.flag),
): z.output<S> {
  const parsed = schema.safeParse(typed(fields, raw), { reportInput: true });
  if (parsed.success) return parsed.data;
  const complaints = narrowest(parsed.error.issues).map((issue) => {
    const field = fields.find(({ name }) => name === issue.path[0]);
    return field ? `${typedAs(field)}: ${complaint(issue, field, raw[field.name])}` : issue.message;
  });
  throw new LabError('usage', complaints.join('\n'));
}

function variableOf({ flag }: Pick<Field, 'flag'>): string {
  return `KAFKA_LAB_${flag.replaceAll('-', '_').toUpperCase()}`;
}
