/** Credentials of a role (AWS STS, AssumeRole): one signed request over HTTPS, without AWS's SDK. */
import { isLoopback } from '../net/same-place.js';
import { LabError } from '../text/errors.js';
import { printable } from '../text/printable.js';
import type { AwsCredentials } from './aws-credentials.js';
import { exchange } from '../net/http/exchange.js';
import type { LoginSources } from './login-sources.js';
import { tokenEndpointHints } from './token-endpoint.js';

/** What AWS's own signers for Kafka call such a session. */
const sessionName = 'MSKSASLDefaultSession';
const service = 'sts';

/** Throws LabError. */
export async function assumeRole(
  role: string,
  region: string,
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  sources: LoginSources,
): Promise<AwsCredentials> {
  const { sign } = await import('aws4');
  const url = endpointOf(region, sources.env);
  const body = new URLSearchParams({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: role,
    RoleSessionName: sessionName,
  }).toString();
  const { headers = {} } = sign(
    { method: 'POST', host: url.host, path: '/', service, region, body, headers: {} },
    { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) },
  );
  const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
  const answer = await exchange(
    url,
    { method: 'POST', headers: signed, body },
    {
      timeoutMs: sources.timeoutMs,
      signal: sources.signal,
      env: sources.env,
      what: "AWS's STS at",
      hints: tokenEndpointHints,
    },
  );
  const field = (name: string) => new RegExp(`<${name}>([^<]*)</${name}>`).exec(answer.body)?.[1];
  const [id, secret, token] = [field('AccessKeyId'), field('SecretAccessKey'), field('SessionToken')];
  if (answer.status !== 200 || id === undefined || secret === undefined || token === undefined) {
    const why = [field('Code'), field('Message')].filter((each) => each !== undefined).join(': ');
    throw new LabError(
      'refused',
      `AWS does not let the role ${role} be assumed: ${why === '' ? `status ${answer.status}` : printable(why)}`,
      {
        hint: `The role must trust this user or role, and that one be allowed sts:AssumeRole on it. Try it: aws sts assume-role --role-arn ${role} --role-session-name try`,
      },
    );
  }
  sources.onSecret(secret);
  sources.onSecret(token);
  const expiresAtMs = Date.parse(field('Expiration') ?? '');
  return {
    accessKeyId: id,
    secretAccessKey: secret,
    sessionToken: token,
    expiresAtMs: Number.isNaN(expiresAtMs) ? undefined : expiresAtMs,
  };
}

/** AWS_ENDPOINT_URL_STS is AWS's own variable for another one. */
function endpointOf(region: string, env: LoginSources['env']): URL {
  const given = env['AWS_ENDPOINT_URL_STS'];
  if (!given) return new URL(`https://sts.${region}.amazonaws.com/`);
  const url = URL.canParse(given) ? new URL(given) : undefined;
  if (url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))))
    return url;
  throw new LabError('usage', 'AWS_ENDPOINT_URL_STS is no HTTPS address.', {
    hint: 'Unset it to use the STS of the region: unset AWS_ENDPOINT_URL_STS',
  });
}
