/** What a login may draw on, made of plain values. */
import type { LoginSources } from '../../logins/login-sources.js';

export function loginSources(
  more: Partial<LoginSources> = {},
): LoginSources & { readonly heard: readonly string[] } {
  const heard: string[] = [];
  return {
    env: {},
    platform: 'linux',
    timeoutMs: 5000,
    signal: new AbortController().signal,
    memory: new Map(),
    ask: undefined,
    onSecret: (secret) => void heard.push(secret),
    folders: { config: '/nowhere', data: '/nowhere', cache: '/nowhere', package: '/nowhere' },
    connection: undefined,
    ...more,
    heard,
  };
}
