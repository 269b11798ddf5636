/** Logins of Amazon MSK with IAM: which region and whose credentials, and a signed token of them. */
import type { SaslSettings } from '../config/sasl-settings.js';
import { parseAddresses } from '../net/addresses.js';
import { LabError } from '../text/errors.js';
import { awsCredentials, regionOfProfile } from './aws-credentials.js';
import type { LoginSources } from './login-sources.js';
import { presignedToken } from './msk-token.js';
import type { TokenSource } from './token.js';

/** `name`: the connection's, for messages. Throws LabError 'usage' without a region. */
export function mskIam(
  settings: SaslSettings,
  bootstrapServers: string,
  name: string,
  sources: LoginSources,
): TokenSource {
  const region = regionFor(settings, bootstrapServers, name, sources);
  const { role, profile } = settings;
  const whose = role ?? (profile === undefined ? "AWS's credentials" : `profile ${profile}`);
  return {
    from: `${whose}, signed for Amazon MSK in ${region}`,
    async fetch() {
      const { credentials: own } = await awsCredentials(settings, name, sources);
      const credentials =
        role === undefined
          ? own
          : await (await import('./assume-role.js')).assumeRole(role, region, own, sources);
      const userAgent = 'kafka-lab';
      const token = await presignedToken({ region, credentials, nowMs: Date.now(), userAgent });
      sources.onSecret(token.text);
      return token;
    },
  };
}

/** `b-1.cluster.abc123.c2.kafka.eu-west-1.amazonaws.com`, and `boot-….kafka-serverless.eu-west-1.amazonaws.com` */
const hostOfMsk = /\.kafka(?:-serverless)?\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

function regionFor(
  settings: SaslSettings,
  bootstrapServers: string,
  name: string,
  { env }: LoginSources,
): string {
  const ofHost = hostOfMsk.exec(parseAddresses(bootstrapServers)[0]?.host ?? '')?.[1];
  const region =
    settings.region ??
    ofHost ??
    (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || regionOfProfile(settings, env));
  if (region !== undefined && /^[a-z0-9-]+$/.test(region)) return region;
  throw new LabError('usage', `${name} does not say in which region of AWS it is.`, {
    hint: 'Name it: sasl.region: eu-west-1, or AWS_REGION',
  });
}
