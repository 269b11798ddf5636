/** The steps from a name to a broker that answers, each timed, so that the first one that fails can be named. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { ConnectionOptions, TLSSocket } from 'node:tls';
import { LabError } from '../../text/errors.js';
import type { BrokerAccess } from '../../net/access.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import type { BrokerConnection } from '../connection/broker-connection.js';
import { connect as connectBroker } from '../connection/connect.js';
import { guessVersion } from '../session/guess-version.js';
import { openSocket, openTlsSocket } from '../connection/open-socket.js';

type StepName = 'token' | 'proxy' | 'DNS' | 'TCP' | 'TLS' | 'ApiVersions' | 'SASL' | 'metadata';

export interface DoctorStep {
  readonly step: StepName;
  /** `localhost:9092` */
  readonly address: string;
  /** The broker that advertises the address; absent for a bootstrap server. */
  readonly brokerId?: number;
  readonly isOk: boolean;
  readonly durationMs: number;
  /** What was found, or what is wrong. */
  readonly detail: string;
  /** What to change. */
  readonly hint?: string;
}

export interface StepSettings {
  readonly access: BrokerAccess;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly brokerId?: number;
  /** There is no token, so that no login is tried. */
  readonly hasNoToken?: boolean;
}

/** The token of a login, if it has one: fetched once, whatever the address. Undefined for other logins and for none. */
export async function checkToken(address: Address, settings: StepSettings): Promise<DoctorStep | undefined> {
  const { sasl } = settings.access;
  if (sasl?.mechanism !== 'OAUTHBEARER') return undefined;
  const { describeToken } = await import('./token-step.js');
  return timer(address, settings)('token', () => describeToken(sasl));
}

/** Ends after the first step that fails; the caller closes the connection, if there is one. */
export async function* walkTo(
  address: Address,
  settings: StepSettings,
): AsyncGenerator<DoctorStep, BrokerConnection | undefined> {
  const timed = timer(address, settings);
  const { tls, proxy } = settings.access;
  if (proxy?.leadsTo(address) === true) {
    // It looks names up and connects, so that there is neither a DNS nor a TCP step here.
    if (!(yield* passed(await timed('proxy', () => reach(address, settings))))) return undefined;
  } else {
    const found = yield* passed(await timed('DNS', () => resolveName(address)));
    if (!found || !(yield* passed(await timed('TCP', () => reach(address, settings))))) return undefined;
  }
  if (tls && !(yield* passed(await timed('TLS', () => shakeHands(address, settings, tls))))) return undefined;
  let connection: BrokerConnection | undefined;
  const isFine = yield* passed(
    await timed('ApiVersions', async () => {
      // Login is the next step, so that its failure is not reported as this one's.
      const { clientId } = settings.access;
      const access = {
        ...(clientId === undefined ? {} : { clientId }),
        ...(tls ? { tls } : {}),
        ...(proxy ? { proxy } : {}),
      };
      connection = await connect(address, { ...settings, access });
      return `Kafka ${guessVersion(connection.apiVersions)}`;
    }),
  );
  if (!isFine || !settings.access.sasl) return connection;
  connection?.close();
  connection = undefined;
  if (settings.hasNoToken) return undefined;
  const { mechanism } = settings.access.sasl;
  yield* passed(
    await timed('SASL', async () => {
      connection = await connect(address, settings);
      return `logged in with ${mechanism}`;
    }),
  );
  return connection;
}

type Timed = (step: StepName, act: () => Promise<string>) => Promise<DoctorStep>;

function timer(address: Address, { brokerId }: StepSettings): Timed {
  const at = formatAddress(address);
  return async (step, act) => {
    const startedAt = performance.now();
    const common = { step, address: at, ...(brokerId === undefined ? {} : { brokerId }) };
    const durationMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
    try {
      const detail = await act();
      return { ...common, isOk: true, durationMs: durationMs(), detail };
    } catch (error) {
      if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
      return {
        ...common,
        isOk: false,
        durationMs: durationMs(),
        detail: error.message.replace(`${at}: `, ''),
        ...(error.hint === undefined ? {} : { hint: error.hint }),
      };
    }
  };
}

async function* passed(step: DoctorStep): AsyncGenerator<DoctorStep, boolean> {
  yield step;
  return Promise.resolve(step.isOk);
}

function connect(
  address: Address,
  { access, timeoutMs, signal, brokerId }: StepSettings,
): Promise<BrokerConnection> {
  return connectBroker(address, {
    access,
    // Longer, so that the connect deadline fires first, whose message says more.
    timeoutMs: 2 * timeoutMs,
    connectTimeoutMs: timeoutMs,
    signal,
    ...(brokerId === undefined ? {} : { nodeId: brokerId }),
  });
}

async function resolveName({ host }: Address): Promise<string> {
  if (isIP(host) !== 0) return 'an IP address already';
  try {
    const found = await lookup(host, { all: true });
    return found.map(({ address }) => address).join(', ');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new LabError(
      'unreachable',
      code === 'ENOTFOUND'
        ? `no such host name (${code})`
        : `the name could not be looked up (${code ?? ''})`,
      {
        hint: 'Is the name spelt right, and known outside of Docker or the VPN? Names of compose services exist only between their containers.',
      },
    );
  }
}

/** As far as a connection is accepted, by the broker or for it by the proxy. */
function reach(address: Address, { access: { proxy }, timeoutMs, signal }: StepSettings): Promise<string> {
  const { port } = address;
  const isDirect = proxy?.leadsTo(address) !== true;
  return new Promise((resolve, reject) => {
    const socket = openSocket(address, proxy ? { proxy } : {}, { tunnelMs: timeoutMs });
    const finish = (outcome: string | LabError) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', interrupt);
      const { remoteAddress } = socket;
      socket.destroy();
      if (outcome instanceof LabError) reject(outcome);
      else resolve(remoteAddress === undefined ? outcome : `${outcome} (${remoteAddress})`);
    };
    const interrupt = () => finish(new LabError('interrupted', ''));
    const timer = setTimeout(() => {
      finish(
        new LabError('unreachable', `no answer within ${timeoutMs} ms`, {
          hint: 'A firewall, or the wrong network: packets go there and nothing comes back.',
        }),
      );
    }, timeoutMs);
    signal.addEventListener('abort', interrupt);
    socket.on('connect', () => finish(isDirect ? 'connected' : `through ${proxy.name}`));
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error instanceof LabError) {
        finish(error);
        return;
      }
      const { code } = error;
      const reason = code === 'ECONNREFUSED' ? 'nothing listens there' : 'no way to it';
      finish(
        new LabError('unreachable', `${reason} (${code ?? ''})`, {
          hint: `Is the broker up, and the port published? In a compose file: ports: ["${port}:${port}"]; without Docker: listeners=…://:${port} in server.properties.`,
        }),
      );
    });
  });
}

/** A separate handshake, so that its time and its errors are not mixed with those of later steps. */
async function shakeHands(address: Address, settings: StepSettings, tls: ConnectionOptions): Promise<string> {
  const { connectFailure } = await import('../connection/connect-failure.js');
  return new Promise((resolve, reject) => {
    const explain = (error: unknown) => {
      connectFailure(error, address, settings.access).then(reject, reject);
    };
    let socket: TLSSocket;
    try {
      socket = openTlsSocket(address, { ...settings.access, tls }, { tunnelMs: settings.timeoutMs });
    } catch (error) {
      explain(error);
      return;
    }
    const timer = setTimeout(() => {
      socket.destroy();
      reject(
        new LabError('unreachable', `no answer to a TLS greeting within ${settings.timeoutMs} ms`, {
          hint: 'What listens there says nothing: is it a broker, and this its TLS listener?',
        }),
      );
    }, settings.timeoutMs);
    socket.on('secureConnect', () => {
      clearTimeout(timer);
      const certificate = socket.getPeerCertificate();
      const version = socket.getProtocol() ?? 'TLS';
      socket.destroy();
      resolve(
        `${version}, certificate of ${String(certificate.subject.CN ?? 'nobody')}, until ${certificate.valid_to}`,
      );
    });
    socket.on('error', (error) => {
      clearTimeout(timer);
      socket.destroy();
      explain(error);
    });
  });
}
