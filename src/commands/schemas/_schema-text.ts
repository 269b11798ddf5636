/** The text of a registered schema, laid out for people. */
import type { StoredSchema } from '../../registry/registry.js';
import { prettyJson } from '../../text/source/pretty-json.js';

/** In lines; JSON indented, Protobuf as it is. A text that is not what its type says stays as it is, too. */
export function prettyLines({ type, text }: Pick<StoredSchema, 'type' | 'text'>): readonly string[] {
  return laidOut(type, text).replace(/\n+$/, '').split(/\r?\n/);
}

function laidOut(type: StoredSchema['type'], text: string): string {
  if (type === 'PROTOBUF') return text;
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  return prettyJson(text);
}

/** `orders-value, version 3 · id 7 · AVRO` */
export function titleOf({ subject, version, id, guid, type }: StoredSchema): string {
  return [
    ...(subject === undefined ? [] : [`${subject}${version === undefined ? '' : `, version ${version}`}`]),
    id === undefined ? `GUID ${guid}` : `id ${id}`,
    type,
  ].join(' · ');
}
