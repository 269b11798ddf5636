/** What a token says of itself, if it is a JWT (RFC 7519). Read, never verified: that is the broker's part. */

export type Claims = Readonly<Record<string, unknown>>;

/** Brokers take no frame for a login beyond half a megabyte. */
const mostLetters = 524_288;

/** Undefined for a token that is no JWT; those are opaque to clients. */
export function claimsOf(token: string): Claims | undefined {
  const parts = token.split('.');
  if (parts.length !== 3 || token.length > mostLetters) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
    return typeof claims === 'object' && claims !== null && !Array.isArray(claims)
      ? (claims as Claims)
      : undefined;
  } catch {
    return undefined;
  }
}

/** `exp`, in milliseconds since 1970. */
export function expiryOf(claims: Claims | undefined): number | undefined {
  const exp = claims?.['exp'];
  return typeof exp === 'number' && Number.isFinite(exp) ? exp * 1000 : undefined;
}
