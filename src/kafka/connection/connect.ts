/** A connection to one broker: over a plain socket if that is enough, over kafkajs if it needs TLS or a login. */
import { LabError } from '../../text/errors.js';
import { unsecuredAccess } from '../../net/access.js';
import type { Address } from '../../net/addresses.js';
import type { BrokerConnection, ConnectSettings } from './broker-connection.js';
import { connectPlain } from './plain-connection.js';

/** Resolves once the broker has said which requests it supports. Throws LabError 'unreachable', 'timeout' or 'refused'. */
export async function connect(address: Address, settings: ConnectSettings): Promise<BrokerConnection> {
  const access = settings.access ?? unsecuredAccess;
  const isPlain = access.tls === undefined && access.sasl === undefined;
  let connection: BrokerConnection;
  try {
    connection = isPlain
      ? await connectPlain(address, settings)
      : await (await import('./broker-connection.js')).connectBroker(address, settings);
  } catch (error) {
    throw await (await import('./connect-failure.js')).connectFailure(error, address, access);
  }
  return access.sasl ? connection : withLoginErrors(connection, address, settings);
}

/** A listener that requires a login says which requests it supports, and closes the connection at the first of them. */
function withLoginErrors(
  connection: BrokerConnection,
  address: Address,
  settings: ConnectSettings,
): BrokerConnection {
  const send = connection.send.bind(connection);
  let hasAnswered = false;
  connection.send = async (...request) => {
    try {
      const answer = await send(...request);
      hasAnswered = true;
      return answer;
    } catch (error) {
      const isCutOff = error instanceof LabError && error.code === 'unreachable';
      if (hasAnswered || !isCutOff || settings.signal.aborted) throw error;
      const { loginWanted } = await import('./connect-failure.js');
      throw (await loginWanted(address, settings.access ?? unsecuredAccess, error)) ?? error;
    }
  };
  return connection;
}
