/** The text of a registered schema, laid out for people. */
import type { RegisteredSchema } from '../../registry/registry.js';
import { prettyJson } from '../../text/source/pretty-json.js';

/** In lines; JSON indented, Protobuf as it is. A text that is not what its type says stays as it is, too. */
export function prettyLines({ type, text }: Pick<RegisteredSchema, 'type' | 'text'>): readonly string[] {
  return laidOut(type, text).replace(/\n+$/, '').split(/\r?\n/);
}

function laidOut(type: RegisteredSchema['type'], text: string): string {
  if (type === 'PROTOBUF') return text;
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return prettyJson(text);
}

/** `subject orders-value, version 3 · id 7 · AVRO` */
export function titleOf({ subject, version, id, type }: RegisteredSchema): string {
  return [
    ...(subject === undefined ? [] : [`${subject}${version === undefined ? '' : `, version ${version}`}`]),
    `id ${id}`,
    type,
  ].join(' · ');
}
