/** The text of a configuration file → connections; every complaint with its line and column, and no value that may be a secret. */
import { unknownSettings } from '../files/known-settings.js';
import { LabError } from '../text/errors.js';
import { readYaml } from '../text/read-yaml.js';
import { schemaWords } from '../text/schema-words.js';
import { yamlOffsetOf } from '../text/yaml-offset.js';
import { inWords } from './complaints.js';
import { configSchema, type Config } from './connection.js';

export interface ParsedConfig {
  readonly config: Config;
  /** `path:line:column` of what is there, or of the nearest thing around it. */
  at(...keys: readonly PropertyKey[]): string;
}

/** `path` is for messages. Throws LabError 'usage'. */
export function parseConfig(text: string, path: string): ParsedConfig {
  const { document, value, faults, lines } = readYaml(text);
  const [fault] = faults;
  if (fault) throw wrong(`${path}:${fault.line}:${fault.column}`, `this is not valid YAML (${fault.kind})`);
  const at = (...keys: readonly PropertyKey[]) => {
    const { line, col } = lines.linePos(yamlOffsetOf(document, keys) ?? 0);
    return `${path}:${line}:${col}`;
  };
  const schema = configSchema();
  const parsed = schema.safeParse(value, { error: schemaWords });
  if (parsed.success) return { config: parsed.data, at };
  const complaints = parsed.error.issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return { place: at(...issue.path), what: inWords(issue) };
    const unknown = unknownSettings(schema, issue.path, issue.keys);
    return unknown.map(({ key, what }) => ({ place: at(...issue.path, key), what }));
  });
  const isOfFormats = parsed.error.issues[0]?.path.includes('formats') === true;
  throw wrong(
    complaints[0]?.place ?? path,
    complaints.map(({ place, what }, index) => (index === 0 ? what : `${place}: ${what}`)).join('\n'),
    isOfFormats ? formatsExample : connectionsExample,
  );
}

const connectionsExample =
  'connections: { NAME: { bootstrapServers: "HOST:9092" } }; see kafka-lab connections add --help';
const formatsExample =
  'formats: { "orders-*": { key: long, value: avro:FILE.avsc } }; see --decode in kafka-lab consume --help';

function wrong(place: string, what: string, example = connectionsExample): LabError {
  return new LabError('usage', `${place}: ${what}`, {
    hint: `Correct that line. It looks like: ${example}`,
  });
}
