/** The text of a configuration file → connections; every complaint with its line and column, and no value that may be a secret. */
import { LineCounter, parseDocument } from 'yaml';
import { LabError } from '../text/errors.js';
import { yamlOffsetOf } from '../text/yaml-offset.js';
import { withoutCapital } from './complaints.js';
import { configSchema, type Config } from './connection.js';

export interface ParsedConfig {
  readonly config: Config;
  /** `path:line:column` of what is there, or of the nearest thing around it. */
  at(...keys: readonly PropertyKey[]): string;
}

/** `path` is for messages. Throws LabError 'usage'. */
export function parseConfig(text: string, path: string): ParsedConfig {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fault = document.errors[0];
  if (fault) {
    const { line, col } = lines.linePos(fault.pos[0]);
    throw wrong(
      `${path}:${line}:${col}`,
      `this is not valid YAML (${fault.code.toLowerCase().replaceAll('_', ' ')})`,
    );
  }
  const at = (...keys: readonly PropertyKey[]) => {
    const { line, col } = lines.linePos(yamlOffsetOf(document, keys) ?? 0);
    return `${path}:${line}:${col}`;
  };
  const parsed = configSchema.safeParse(document.toJS() ?? {});
  if (parsed.success) return { config: parsed.data, at };
  const complaints = parsed.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ place: at(...issue.path, key), what: `"${key}" is not a setting` }))
      : [
          {
            place: at(...issue.path),
            what: `${issue.path.map(String).join('.')}: ${withoutCapital(issue.message)}`,
          },
        ],
  );
  throw wrong(
    complaints[0]?.place ?? path,
    complaints.map(({ place, what }, index) => (index === 0 ? what : `${place}: ${what}`)).join('\n'),
  );
}

function wrong(place: string, what: string): LabError {
  return new LabError('usage', `${place}: ${what}`, {
    hint: 'Correct that line. It looks like: connections: { NAME: { bootstrapServers: "HOST:9092" } }; see kafka-lab connections add --help',
  });
}
