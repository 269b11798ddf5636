/** The token of AWS_MSK_IAM: the URL of a GET that its owner might make, signed in advance (AWS Signature Version 4). */
import type { AwsCredentials } from './aws-credentials.js';

export interface PresignSettings {
  readonly region: string;
  readonly credentials: AwsCredentials;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  /** `kafka-lab/0.1.0`; brokers note it. */
  readonly userAgent: string;
}

/** As AWS's own signers have it. */
const longestLifeSeconds = 900;
const service = 'kafka-cluster';

/** On the wire it is OAUTHBEARER, with the URL in base64url as its token. Not beyond the end of the credentials. */
export async function presignedToken({
  region,
  credentials,
  nowMs,
  userAgent,
}: PresignSettings): Promise<{ text: string; expiresAtMs: number }> {
  const { sign } = await import('aws4');
  const signedAtMs = Math.floor(nowMs / 1000) * 1000;
  const left = ((credentials.expiresAtMs ?? Infinity) - signedAtMs) / 1000;
  const lifeSeconds = Math.max(1, Math.min(longestLifeSeconds, Math.floor(left)));
  const host = `kafka.${region}.amazonaws.com`;
  const date = new Date(signedAtMs).toISOString().replace(/[-:]|\.\d+/g, '');
  const known = { Action: `${service}:Connect`, 'X-Amz-Date': date, 'X-Amz-Expires': String(lifeSeconds) };
  const asked = { host, region, service, path: `/?${queryOf(Object.entries(known))}`, signQuery: true };
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const { path = '' } = sign(asked, {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  });
  const signed = new URL(path, `https://${host}`).searchParams;
  // The order is botocore's: a signature does not depend on it, a comparison byte by byte does.
  const query = inOrder.flatMap((name) => {
    const value = signed.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const url = `https://${host}/?${queryOf([...query, ['User-Agent', userAgent]])}`;
  return {
    text: Buffer.from(url).toString('base64url'),
    expiresAtMs: signedAtMs + lifeSeconds * 1000,
  };
}

const inOrder = [
  'Action',
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Security-Token',
  'X-Amz-Signature',
];

/** All but RFC 3986's unreserved characters escaped. */
function queryOf(entries: readonly (readonly [string, string])[]): string {
  const escaped = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
    );
  return entries.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');
}
