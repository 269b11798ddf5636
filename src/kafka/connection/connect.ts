/** A connection to one broker, with TLS and a login where the settings say so; what fails is told in words. */
import { LabError } from '../../text/errors.js';
import { unsecuredAccess } from '../../net/access.js';
import type { Address } from '../../net/addresses.js';
import { beforeDeadline } from './before-deadline.js';
import { SocketConnection, type BrokerConnection } from './broker-connection.js';
import type { ConnectSettings } from './connect-settings.js';
import { prepareLogin } from './log-in.js';

/**
 * Resolves once the broker has said which requests it supports, and accepted the login. Throws LabError 'unreachable', 'timeout'
 * or 'refused'.
 */
export async function connect(address: Address, settings: ConnectSettings): Promise<BrokerConnection> {
  const access = settings.access ?? unsecuredAccess;
  let connection: SocketConnection;
  try {
    connection = await openNearest(address, settings);
  } catch (error) {
    throw await (await import('./connect-failure.js')).connectFailure(error, address, access);
  }
  return access.sasl ? connection : withLoginErrors(connection, address, settings);
}

/** What listens on "localhost" usually does so on IPv4, which is tried alone before both; a refusal comes at once. */
async function openNearest(address: Address, settings: ConnectSettings): Promise<SocketConnection> {
  if (address.host !== 'localhost') return open(address, settings);
  try {
    return await open(address, { ...settings, onlyIPv4: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') throw error;
    return open(address, settings);
  }
}

async function open(address: Address, settings: ConnectSettings): Promise<SocketConnection> {
  const { sasl } = settings.access ?? unsecuredAccess;
  const connection = new SocketConnection(address, settings, sasl && (await prepareLogin(sasl)));
  try {
    await beforeDeadline(connection, settings, address);
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
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
