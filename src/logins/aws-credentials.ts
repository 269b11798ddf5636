/** AWS's credentials: of the environment, of the shared files, or as the `aws` command exports them. */
import { resolve } from 'node:path';
import { programOutput } from '../config/program-output.js';
import { LabError } from '../text/errors.js';
import { readIfThere } from '../config/user-file.js';
import type { LoginSources } from './login-sources.js';

/** Secrets: never print them. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** Milliseconds since 1970; undefined for those that do not end, or do not say so. */
  readonly expiresAtMs?: number | undefined;
}

export interface AwsSettings {
  readonly profile?: string | undefined;
  readonly instanceMetadata?: boolean | undefined;
}

/** Fit to be printed: `the environment`, `profile dev`. */
export interface FoundCredentials {
  readonly from: string;
  readonly credentials: AwsCredentials;
}

/**
 * A profile that is named comes first, then the environment, the shared files, and what the `aws` command makes of a
 * profile (SSO, roles, credential_process, containers). The machine's own metadata service is asked only if the settings
 * say so: on a laptop the question goes to whoever answers at 169.254.169.254. Throws LabError.
 */
export async function awsCredentials(
  { profile: named, instanceMetadata = false }: AwsSettings,
  name: string,
  sources: LoginSources,
): Promise<FoundCredentials> {
  const { env } = sources;
  if (named === undefined && env['AWS_ACCESS_KEY_ID'] && env['AWS_SECRET_ACCESS_KEY']) {
    return kept('the environment (AWS_ACCESS_KEY_ID)', sources, {
      accessKeyId: env['AWS_ACCESS_KEY_ID'],
      secretAccessKey: env['AWS_SECRET_ACCESS_KEY'],
      sessionToken: env['AWS_SESSION_TOKEN'] || undefined,
    });
  }
  const profile = profileOf(named, env);
  const found = readProfile(profile, env);
  const { aws_access_key_id: accessKeyId, aws_secret_access_key: secretAccessKey } = found;
  if (accessKeyId !== undefined && secretAccessKey !== undefined && found['role_arn'] === undefined) {
    return kept(`profile ${profile} of the shared files`, sources, {
      accessKeyId,
      secretAccessKey,
      sessionToken: found['aws_session_token'],
    });
  }
  return kept(
    `profile ${profile}, by the command aws`,
    sources,
    await exported(profile, instanceMetadata, name, sources),
  );
}

/** Of the profile; undefined if it names none. */
export function regionOfProfile({ profile }: AwsSettings, env: LoginSources['env']): string | undefined {
  return readProfile(profileOf(profile, env), env)['region'];
}

function profileOf(named: string | undefined, env: LoginSources['env']): string {
  return named ?? (env['AWS_PROFILE'] || env['AWS_DEFAULT_PROFILE'] || 'default');
}

function kept(from: string, { onSecret }: LoginSources, credentials: AwsCredentials): FoundCredentials {
  onSecret(credentials.secretAccessKey);
  if (credentials.sessionToken !== undefined) onSecret(credentials.sessionToken);
  return { from, credentials };
}

async function exported(
  profile: string,
  instanceMetadata: boolean,
  name: string,
  sources: LoginSources,
): Promise<AwsCredentials> {
  const hint = `Log in to AWS (aws sso login --profile ${profile}), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Try it: aws configure export-credentials --profile ${profile}`;
  const words = ['aws', 'configure', 'export-credentials', '--profile', profile, '--format', 'process'];
  const text = await programOutput(words, {
    ...sources,
    env: { ...sources.env, AWS_EC2_METADATA_DISABLED: instanceMetadata ? 'false' : 'true' },
    purpose: `the AWS credentials of ${name} are in no file, and its own command`,
    hint,
  });
  const answer = parsed(text);
  const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken } = answer;
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    throw new LabError('environment', `The command aws exported no credentials for profile ${profile}.`, {
      hint,
    });
  }
  const expiresAtMs = Date.parse(answer['Expiration'] ?? '');
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiresAtMs: Number.isNaN(expiresAtMs) ? undefined : expiresAtMs,
  };
}

function parsed(text: string): Readonly<Record<string, string | undefined>> {
  try {
    const value: unknown = JSON.parse(text);
    const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return {};
  }
}

type Profile = Readonly<Record<string, string | undefined>>;

/** Of ~/.aws/config and ~/.aws/credentials; what the latter says counts. Empty if there is no such profile. */
function readProfile(profile: string, env: LoginSources['env']): Profile {
  const file = (variable: string, name: string) =>
    readIfThere(env[variable] || resolve(env['HOME'] ?? env['USERPROFILE'] ?? '.', '.aws', name)) ?? '';
  const config = sectionsOf(file('AWS_CONFIG_FILE', 'config'));
  const credentials = sectionsOf(file('AWS_SHARED_CREDENTIALS_FILE', 'credentials'));
  return {
    ...config.get(profile === 'default' && config.has('default') ? 'default' : `profile ${profile}`),
    ...credentials.get(profile),
  };
}

/** `[name]`, `key = value`; lines that are indented belong to the key before them and are of no interest here. */
function sectionsOf(text: string): ReadonlyMap<string, Profile> {
  const sections = new Map<string, Record<string, string>>();
  let section: Record<string, string> | undefined;
  for (const line of text.split(/\r?\n/)) {
    const head = /^\[\s*([^\]]+?)\s*\]/.exec(line)?.[1]?.replace(/\s+/g, ' ');
    if (head !== undefined) {
      section = sections.get(head) ?? {};
      sections.set(head, section);
      continue;
    }
    const pair = /^([^\s#;=][^=]*?)\s*=\s*(.*)$/.exec(line);
    if (section && pair?.[1] !== undefined) section[pair[1].toLowerCase()] = (pair[2] ?? '').trim();
  }
  return sections;
}
