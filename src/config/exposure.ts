/** Can others on the network read or take over the login of a connection? */
import { isLoopback } from '../net/same-place.js';
import type { Connection, RegistrySettings } from './connection.js';
import type { SaslMechanism } from './sasl-settings.js';

/** False also without TLS. */
export function verifiesBroker({ tls }: Pick<Connection, 'tls'>): boolean {
  return typeof tls === 'object' ? tls.rejectUnauthorized !== false : tls === true;
}

/** A sentence about what is sent so that others can read it, with what to do; undefined if nothing is. */
export function exposureOf({ tls, sasl }: Connection): string | undefined {
  const sent = sasl && sentAsItIs(sasl.mechanism);
  if (sent === undefined || verifiesBroker({ tls })) return undefined;
  return tls
    ? `the ${sent} goes to any server that answers there, as the broker's certificate is not verified: name its authority (--ca) instead of --insecure.`
    : `the ${sent} is sent without encryption, so anyone on the network can read it: use TLS (--tls)${sent === 'password' ? ', or SCRAM' : ''}.`;
}

/** SCRAM sends proofs of the password, never the password. */
function sentAsItIs(mechanism: SaslMechanism): 'password' | 'token' | undefined {
  if (mechanism === 'PLAIN') return 'password';
  return mechanism === 'OAUTHBEARER' || mechanism === 'AWS_MSK_IAM' ? 'token' : undefined;
}

/** The same of a registry's login: its password and its token are always sent as they are. */
export function registryExposureOf({ url, username, token, tls }: RegistrySettings): string | undefined {
  if (username === undefined && token === undefined) return undefined;
  const sent = token === undefined ? 'password' : 'token';
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:') {
    return isLoopback(hostname.replace(/^\[|\]$/g, ''))
      ? undefined
      : `the ${sent} of the schema registry is sent without encryption, so anyone on the network can read it: use https://.`;
  }
  return tls?.rejectUnauthorized === false
    ? `the ${sent} of the schema registry goes to any server that answers there, as its certificate is not verified: name its authority (--registry-ca) instead of --registry-insecure.`
    : undefined;
}
