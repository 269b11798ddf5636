/** `--reference`: where the schemas are registered that one in a file refers to. */
import { z } from 'zod';
import type { SchemaReference } from '../../registry/registry.js';
import { LabError } from '../../text/errors.js';
import { parseSubjectVersion } from './subject-version.js';

export const schemaReferences = z.array(z.string()).default([]).meta({
  description:
    'what the schema in a file refers to, by the name it has there (an Avro full name, a Protobuf import, a JSON $ref), is registered here, and is not looked for in files; may be repeated',
  placeholder: 'NAME=SUBJECT@VERSION',
});

/** At the last = and the last @: names of Protobuf imports and JSON references may have both in them. */
export function parseReference(text: string): SchemaReference {
  const at = text.lastIndexOf('=');
  const { subject, version } =
    at > 0 && at < text.length - 1
      ? parseSubjectVersion(text.slice(at + 1))
      : { subject: '', version: undefined };
  if (typeof version !== 'number') {
    throw new LabError(
      'usage',
      `--reference ${text} does not say NAME=SUBJECT@VERSION, with a number as version.`,
      {
        hint: 'For example: --reference com.example.Money=money-value@2, or common/money.proto=money@1',
      },
    );
  }
  return { name: text.slice(0, at), subject, version };
}
