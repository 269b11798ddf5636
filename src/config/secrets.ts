/** Where a secret is → the secret: in the environment, in the system's keyring, typed when needed, or in the file itself. */
import { LabError } from '../text/errors.js';
import { quotedWords } from '../text/command-line.js';
import { programOutput } from './program-output.js';
import type { World } from '../view/world.js';
import { capitalised } from '../text/letter-case.js';

export interface SecretSources extends Pick<World, 'env' | 'signal' | 'memory'> {
  /** `process.platform`, which tests choose. */
  readonly platform: string;
  readonly timeoutMs: number;
  /** Absent if there is no terminal to ask on. */
  readonly ask: ((question: string) => Promise<string>) | undefined;
  /** Is called with every secret that is fetched, so that it can be kept out of sight. */
  readonly onSecret: (secret: string) => void;
}

type SecretKind = 'env' | 'keyring' | 'prompt' | 'plain';

export interface SecretReference {
  readonly kind: SecretKind;
  /** The variable, the keyring's entry, or the secret itself. */
  readonly value: string;
}

export function parseSecret(text: string): SecretReference {
  if (text === 'prompt') return { kind: 'prompt', value: '' };
  const match = /^(env|keyring|plain):([\s\S]*)$/.exec(text);
  return match ? { kind: match[1] as SecretKind, value: match[2] ?? '' } : { kind: 'plain', value: text };
}

/** As text that `parseSecret` takes for the secret itself: what looks like the place of one is marked as what it is. */
export function plainSecret(secret: string): string {
  const { kind, value } = parseSecret(secret);
  return kind === 'plain' && value === secret ? secret : `plain:${secret}`;
}

/** What is shown instead of a secret. */
export const hiddenValue = '(hidden)';

/** For display: the reference, never a secret. */
export function describeSecret(text: string): string {
  const { kind } = parseSecret(text);
  return kind === 'plain' ? hiddenValue : text;
}

/** `what`: `the password of alice at localhost:9093`; `instead`: how the environment is named, for the hint. Throws LabError. */
export async function resolveSecret(
  text: string,
  what: string,
  sources: SecretSources,
  instead = 'password: env:NAME',
): Promise<string> {
  const { kind, value } = parseSecret(text);
  switch (kind) {
    case 'plain':
      return value;
    case 'env': {
      const found = sources.env[value];
      if (found) return found;
      throw new LabError(
        'usage',
        `${capitalised(what)} is in the environment variable ${value}, which is not set.`,
        {
          hint: `Set it for this shell: ${settingLine(value, sources.platform)}`,
        },
      );
    }
    case 'keyring':
      return programOutput(keyringCommand(value, sources.platform), {
        ...sources,
        purpose: `the keyring tool for ${what}`,
        hint: keyringHint(value, sources.platform),
      });
    case 'prompt':
      return askOnce(what, sources, instead);
  }
}

/** Typed without being shown, in a shell of that system. */
function settingLine(name: string, platform: string): string {
  return platform === 'win32'
    ? `$env:${name} = [Net.NetworkCredential]::new('', (Read-Host -AsSecureString)).Password`
    : `read -rs ${name}; export ${name}`;
}

async function askOnce(what: string, { ask, memory }: SecretSources, instead: string): Promise<string> {
  const known = memory.get(what);
  if (known !== undefined) return known;
  if (!ask) {
    throw new LabError('usage', `${capitalised(what)} has to be typed, and there is no terminal here.`, {
      hint: `Without a terminal, take it from the environment: ${instead}`,
    });
  }
  const answer = await ask(`${capitalised(what)}:`);
  memory.set(what, answer);
  return answer;
}

const keyringService = 'kafka-lab';

function keyringCommand(name: string, platform: string): string[] {
  if (platform === 'darwin')
    return ['security', 'find-generic-password', '-s', keyringService, '-a', name, '-w'];
  if (platform === 'linux') return ['secret-tool', 'lookup', 'service', keyringService, 'account', name];
  throw new LabError('environment', 'kafka-lab does not know a keyring tool for this system.', {
    hint: 'Take the password from the environment (env:NAME), or type it when asked (prompt).',
  });
}

function keyringHint(name: string, platform: string): string {
  return platform === 'darwin'
    ? `Put it into the keychain: security add-generic-password -s ${keyringService} -a ${quotedWords([name])} -w`
    : `Put it into the keyring: secret-tool store --label=kafka-lab service ${keyringService} account ${quotedWords([name])} (secret-tool comes with libsecret). Or use env:NAME or prompt instead.`;
}
