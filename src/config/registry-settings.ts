/** The `schemaRegistry:` of a connection: where its schemas are, and how to log in there. */
import { z } from 'zod';
import { registryUrlComplaint } from '../net/registry-url.js';
import { secretSchema, secretText } from './sasl-settings.js';

/** Made for a connection that is there to be checked. `tls`: the schema of a connection's. */
export function registrySchema<T extends z.ZodType>(tls: T) {
  const given = z.strictObject({
    url: z.string(),
    username: z.string().min(1).optional(),
    password: secretSchema().optional().describe(secretText),
    token: secretSchema().optional().describe(`Sent as a bearer token. ${secretText}`),
    tls: tls.optional(),
    longIds: z
      .boolean()
      .optional()
      .describe('Frames have ids of eight bytes, as the serializers of Apicurio write them by default.'),
  });
  return z
    .union([z.string().transform((url) => ({ url })), given], {
      error: 'schemaRegistry is a URL, or a map of url, username, password, token, tls',
    })
    .transform((settings, context) => {
      const { url: text, ...rest } = settings as z.output<typeof given>;
      const complain = (message: string, key = 'url') => {
        context.addIssue({ code: 'custom', path: [key], message });
        return z.NEVER;
      };
      const wrong = registryUrlComplaint(text);
      if (wrong !== undefined) return complain(wrong);
      const url = new URL(text);
      if (rest.tls !== undefined && url.protocol === 'http:')
        return complain('it is for https://, and the URL begins with http://', 'tls');
      const inUrl = loginIn(url);
      const own = { ...inUrl, ...rest };
      if (inUrl.username !== undefined && (rest.username ?? rest.password ?? rest.token) !== undefined)
        return complain('it has a login, and username, password or token are given beside it');
      if (own.token !== undefined && (own.username ?? own.password) !== undefined)
        return complain('it is given beside a username or a password; a registry takes one login', 'token');
      if (own.password !== undefined && own.username === undefined)
        return complain('a password needs a username', 'username');
      // A user's name is sent, with a password that is asked for if no place is named.
      const password = own.password ?? (own.username === undefined ? undefined : 'prompt');
      return {
        url: withoutLogin(url),
        ...own,
        ...(password === undefined ? {} : { password }),
      };
    });
}

/** `https://user:pass@host`, as the password itself. */
function loginIn({ username, password }: URL): { username?: string; password?: string } {
  return {
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: `plain:${decodeURIComponent(password)}` }),
  };
}

/** Without a login, and without a slash at its end: paths are added to it. */
function withoutLogin(url: URL): string {
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
