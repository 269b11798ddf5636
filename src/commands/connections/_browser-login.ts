/** What `connections login` and `logout` share: a connection whose tokens are those of a person, and which may be trusted. */
import { requireConnection, chooseConnection } from '../../config/choose-connection.js';
import { loadConnections, type NamedConnection } from '../../config/load-connections.js';
import type { OidcSettings } from '../../config/sasl-settings.js';
import type { Context } from '../../contract/command.js';
import { commandLine } from '../../text/command-line.js';
import { LabError } from '../../text/errors.js';

export interface BrowserLogin {
  readonly connection: NamedConnection;
  readonly oidc: OidcSettings;
}

/** By its name, or the one in use. Throws LabError 'usage' or 'not-found'. */
export async function browserLogin(context: Context, name: string | undefined): Promise<BrowserLogin> {
  const places = { ...context, note: (text: string) => context.say(text, 'warn') };
  const connection =
    name === undefined
      ? await chooseConnection(context.globals, places)
      : requireConnection(name, await loadConnections(places));
  if (!connection) {
    throw new LabError('usage', 'Which connection?', {
      hint: 'See which there are: kafka-lab connections list',
    });
  }
  const { oidc } = connection.settings.sasl ?? {};
  if (oidc?.deviceEndpoint === undefined) {
    throw new LabError('usage', `Connection ${connection.name} does not log in by a browser.`, {
      hint: `For a provider with the device flow, name its address (device_authorization_endpoint): ${commandLine`connections add ${connection.name} --replace`} … --device-endpoint URL. With all other logins commands log in by themselves.`,
    });
  }
  return { connection, oidc };
}
