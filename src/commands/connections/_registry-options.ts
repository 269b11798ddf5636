/** The options of `connections add` that say where schemas are, and the `schemaRegistry:` that they make with --registry. */
import { z } from 'zod';
import { present } from '../../config/present.js';
import type { RegistryFromProperties } from '../../config/properties/registry-from-properties.js';
import { LabError } from '../../text/errors.js';

const text = (description: string, placeholder: string) =>
  z.string().optional().meta({ description, placeholder });

export const registryOptions = {
  registryUsername: text('user of the schema registry (--registry URL); an API key at Confluent', 'USER'),
  registryPassword: text('where its password is: env:NAME, keyring:NAME or prompt', 'WHERE'),
  registryToken: text(
    'where a bearer token for the schema registry is, instead of a user: the same',
    'WHERE',
  ),
  registryCa: text("PEM file of the authority that issued the registry's certificate", 'FILE'),
  registryCert: text('your own certificate for the registry, for mTLS: PEM, or PKCS#12 with its key', 'FILE'),
  registryKey: text('PEM file of its key', 'FILE'),
  registryKeyPassword: text('where the password of that key is, if it has one', 'WHERE'),
  registryInsecure: z
    .boolean()
    .default(false)
    .meta({ description: 'trust any certificate of the registry: only for a test, never with a password' }),
} as const;

type RegistryOptions = z.output<z.ZodObject<typeof registryOptions>>;

/** What was typed goes before what `file` says. `absolute`: of a path that was typed. Undefined for no registry at all. */
export function schemaRegistryOf(
  typedUrl: string | undefined,
  chosen: RegistryOptions,
  file: RegistryFromProperties | undefined,
  absolute: (path: string | undefined) => string | undefined,
): object | undefined {
  const url = typedUrl ?? file?.url;
  const tls = present({
    ca: absolute(chosen.registryCa ?? file?.tls?.ca),
    cert: absolute(chosen.registryCert ?? file?.tls?.cert),
    key: absolute(chosen.registryKey ?? file?.tls?.key),
    keyPassword: chosen.registryKeyPassword ?? file?.tls?.keyPassword,
    rejectUnauthorized: chosen.registryInsecure ? false : undefined,
  });
  const typed = present({
    username: chosen.registryUsername,
    password: chosen.registryPassword,
    token: chosen.registryToken,
  });
  // One login: what is typed replaces that of the file, but for a password alone.
  const isOther = 'token' in typed || 'username' in typed;
  const login = isOther ? typed : { ...present({ ...file?.login }), ...typed };
  const hasMore = Object.keys({ ...tls, ...typed }).length > 0;
  if (url === undefined) {
    if (!hasMore) return undefined;
    throw new LabError('usage', 'Where is the schema registry? Its options need its address.', {
      hint: 'Add --registry https://HOST:8081',
    });
  }
  return { url, ...login, ...(Object.keys(tls).length > 0 ? { tls } : {}) };
}
