/** Why a provider gave no token, in words, with what to change. */
import type { OidcSettings } from '../config/sasl-settings.js';
import { LabError } from '../text/errors.js';
import { printable } from '../text/printable.js';
import type { HttpAnswer } from '../net/http/exchange.js';

const mostLetters = 300;

/** The provider's own words, made safe and short. */
function quoted(text: string): string {
  const safe = printable(text.replace(/\s+/g, ' ').trim());
  return safe.length > mostLetters ? `${safe.slice(0, mostLetters)}…` : safe;
}

/**
 * The answer for the library, without an ID token, which nobody here reads and whose issuer nobody has named, and without
 * challenges, since the body says more. Throws LabError 'refused' for whatever no token endpoint says.
 */
export function requireJson({ status, contentType, body }: HttpAnswer, where: string): Response {
  const refuse = (what: string, hint: string) =>
    new LabError('refused', `${where.charAt(0).toUpperCase()}${where.slice(1)} ${what}.`, { hint });
  if (status >= 300 && status < 400) {
    throw refuse(
      `answered with a redirect (${status}), and secrets are not sent on to another place`,
      'Name the address that it leads to, if that is the token endpoint: a login page or a proxy answers like this, too.',
    );
  }
  const answer = parsed(body);
  if (answer) {
    delete answer['id_token'];
    return new Response(JSON.stringify(answer), { status, headers: { 'content-type': 'application/json' } });
  }
  if (/^\s*<|text\/html/i.test(body.slice(0, 100)) || /html/i.test(contentType)) {
    throw refuse(
      `answered with a web page (status ${status}) and not with a token`,
      'A proxy or a login page answered in its place, or it is another address of the provider. Its documentation, or PROVIDER/.well-known/openid-configuration, names the token_endpoint.',
    );
  }
  throw refuse(
    body.trim() === ''
      ? `answered with status ${status} and no text`
      : `answered with status ${status} and no JSON`,
    status >= 500
      ? 'The provider has a fault: try again, or ask who runs it.'
      : 'Is it the address of the token endpoint? PROVIDER/.well-known/openid-configuration names it.',
  );
}

function parsed(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 6749, 5.2, and RFC 8628, 3.5. */
const hints: Readonly<Record<string, (settings: OidcSettings) => string>> = {
  invalid_client: ({ method, privateKey }) =>
    privateKey === undefined
      ? `Check oidc.clientId and the secret; some providers take the secret only by the other way: oidc.method: ${method === 'post' ? 'basic' : 'post'}`
      : 'Check oidc.clientId, and that the provider knows the public half of oidc.privateKey; some find it by oidc.keyId.',
  invalid_scope: ({ scope }) =>
    scope === undefined
      ? 'The provider wants a scope: oidc.scope'
      : 'Check oidc.scope: scopes are separated by blanks, and this client must be allowed each of them.',
  invalid_target: () => 'Check oidc.audience: it is the name of the API that the provider knows.',
  unauthorized_client: ({ deviceEndpoint }) =>
    `The provider knows this client and does not let it log in this way: allow it the grant ${deviceEndpoint === undefined ? '"client credentials"' : '"device code"'} there.`,
  unsupported_grant_type: () => 'This provider does not have this way to log in.',
  invalid_grant: () =>
    'The login is over or was taken back: log in again with kafka-lab connections login NAME',
  access_denied: () => 'The login was refused in the browser, or this user may not have it.',
  expired_token: () => 'The code was not typed in time: try again, and type it sooner.',
  temporarily_unavailable: () => 'The provider is busy: try again.',
  server_error: () => 'The provider has a fault: try again, or ask who runs it.',
};

/** For what the library throws; LabErrors are left as they are. */
export function oauthFailure(error: unknown, settings: OidcSettings, from: string): LabError {
  if (error instanceof LabError) return error;
  const { error: code, error_description: description, status } = error as ProviderError;
  const at = `No token from ${from}`;
  if (typeof code === 'string') {
    const words = typeof description === 'string' && description !== '' ? `: ${quoted(description)}` : '';
    const known = Object.hasOwn(hints, code) ? hints[code] : undefined;
    return new LabError('refused', `${at}: ${quoted(code)}${words}`, {
      hint: known?.(settings) ?? "The words are the provider's; its documentation says what they mean.",
      cause: error,
    });
  }
  const where = typeof status === 'number' ? ` (status ${status})` : '';
  return new LabError('refused', `${at}: its answer is not that of a token endpoint${where}.`, {
    hint: 'It must be JSON with access_token and token_type (RFC 6749). Is it the address of the token endpoint?',
    cause: error,
  });
}

interface ProviderError {
  readonly error?: unknown;
  readonly error_description?: unknown;
  readonly status?: unknown;
}
