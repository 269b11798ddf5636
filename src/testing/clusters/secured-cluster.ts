/** One broker with an authorizer and a listener of every kind: TLS, mTLS, SASL, both, and listenerNames whose certificates are wrong. */
import { createHash, pbkdf2Sync, randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readState } from '../../practice/cluster/state/find-cluster.js';
import { clusterFolder } from '../../practice/cluster/state/cluster-folder.js';
import { killProcess } from '../../practice/cluster/state/process-identity.js';
import { alterUserScramCredentials } from '../../wire/requests/alter-user-scram-credentials.js';
import { scramMechanism } from '../../wire/requests/describe-user-scram-credentials.js';
import { send } from '../../wire/protocol/send.js';
import { createAuthority } from './certificates.js';
import { startOauthProvider, type OauthProvider } from './oauth-provider.js';
import { freePorts, shareCache, temporaryHome } from './cluster-fixtures.js';
import { runCli, type CliResult, type CliSettings } from '../program/run-cli.js';
import { connectTo } from '../brokers/broker-connections.js';
import { testCluster } from './test-cluster.js';
import { until } from './until.js';

const listenerNames = ['host', 'tls', 'mtls', 'expired', 'elsewhere', 'sasl', 'sasltls', 'oauth'] as const;
type ListenerName = (typeof listenerNames)[number];

export const user = 'alice';
export const password = 'wonder-land-77';

/** How long a login holds at the listeners with SASL. */
export const sessionMs = 2500;

export interface SecuredCluster {
  readonly ports: Readonly<Record<ListenerName, number>>;
  /** The listener without TLS or login. */
  readonly bootstrapServers: string;
  readonly zookeeper: string;
  /** Paths of PEM files. */
  readonly files: Readonly<
    Record<'ca' | 'foreignCa' | 'cert' | 'key' | 'foreignCert' | 'foreignKey', string>
  >;
  /** Whose tokens the listener `oauth` takes, for the audience `kafka`. */
  readonly provider: OauthProvider;
  lab(argv: readonly string[], settings?: CliSettings): Promise<CliResult>;
  /** Writes the user's connections file. */
  configure(connections: Readonly<Record<string, object>>): void;
  remove(): Promise<void>;
}

export async function startSecuredCluster(): Promise<SecuredCluster> {
  const home = temporaryHome();
  shareCache(home.path);
  const base = await freePorts(listenerNames.length + 1);
  const ports = Object.fromEntries(
    listenerNames.map((listener, index) => [listener, base + index]),
  ) as Record<ListenerName, number>;
  const zookeeperPort = base + listenerNames.length;
  const files = writeCertificates(home.path);
  const provider = await startOauthProvider();
  const composeFile = join(home.path, 'docker-compose.yml');
  writeFileSync(
    composeFile,
    stringify(
      testCluster().mode === 'kraft'
        ? onKraft(ports, provider)
        : withZookeeper(ports, zookeeperPort, provider),
    ),
  );
  const env = { HOME: process.env['HOME'], JAVA_HOME: process.env['JAVA_HOME'] };
  const cluster: SecuredCluster = {
    ports,
    bootstrapServers: `localhost:${ports.host}`,
    zookeeper: `localhost:${zookeeperPort}`,
    files,
    provider,
    lab: (argv, settings) =>
      runCli(argv, { home: home.path, ...settings, env: { ...env, ...settings?.env } }),
    configure(connections) {
      mkdirSync(home.folders.config, { recursive: true });
      writeFileSync(join(home.folders.config, 'connections.yml'), stringify({ connections }), {
        mode: 0o600,
      });
    },
    async remove() {
      const services = readState(clusterFolder(home.folders, 'secured'))?.services ?? [];
      await Promise.all(services.flatMap(({ process }) => process ?? []).map((each) => killProcess(each)));
      await provider.close();
      home.remove();
    },
  };
  const up = ['cluster', 'up', '--engine', 'java', '--name', 'secured', '--file', composeFile];
  const { exitCode, stderr } = await cluster.lab(up);
  try {
    if (exitCode !== 0) throw new Error(`No secured cluster for this test: ${stderr}`);
    await addScramUser(ports.host);
    return cluster;
  } catch (error) {
    await cluster.remove();
    throw error;
  }
}

function writeCertificates(folder: string): SecuredCluster['files'] {
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets);
  const write = (name: string, ...texts: string[]) => {
    const path = join(secrets, name);
    writeFileSync(path, texts.join(''), { mode: 0o600 });
    return path;
  };
  const authority = createAuthority('Practice Authority');
  const foreign = createAuthority('Foreign Authority');
  const broker = (name: string, settings: { hosts: string[]; validDays?: number }) => {
    const { key, certificate } = authority.issue({ commonName: `${name} listener`, ...settings });
    write(`${name}.pem`, key, certificate, authority.certificate);
  };
  broker('good', { hosts: ['localhost'] });
  broker('expired', { hosts: ['localhost'], validDays: -2 });
  broker('elsewhere', { hosts: ['broker.example'] });
  const own = authority.issue({ commonName: 'a client' });
  const stranger = foreign.issue({ commonName: 'a stranger' });
  return {
    ca: write('ca.pem', authority.certificate),
    foreignCa: write('foreign-ca.pem', foreign.certificate),
    cert: write('client.pem', own.certificate),
    key: write('client.key', own.key),
    foreignCert: write('stranger.pem', stranger.certificate),
    foreignKey: write('stranger.key', stranger.key),
  };
}

const protocols: Readonly<Record<ListenerName, string>> = {
  host: 'PLAINTEXT',
  tls: 'SSL',
  mtls: 'SSL',
  expired: 'SSL',
  elsewhere: 'SSL',
  sasl: 'SASL_PLAINTEXT',
  sasltls: 'SASL_SSL',
  oauth: 'SASL_SSL',
};

function withZookeeper(
  ports: Record<ListenerName, number>,
  zookeeperPort: number,
  provider: OauthProvider,
): object {
  return {
    services: {
      zookeeper: {
        image: 'confluentinc/cp-zookeeper:7.9.5',
        ports: [`127.0.0.1:${zookeeperPort}:2181`],
        environment: { ZOOKEEPER_CLIENT_PORT: 2181, ZOOKEEPER_TICK_TIME: 1000 },
      },
      kafka1: brokerOf(ports, 'confluentinc/cp-kafka:7.9.5', {
        ...validatedTokens(provider),
        KAFKA_BROKER_ID: 1,
        KAFKA_ZOOKEEPER_CONNECT: 'zookeeper:2181',
        KAFKA_AUTHORIZER_CLASS_NAME: 'kafka.security.authorizer.AclAuthorizer',
      }),
    },
  };
}

/** Broker and controller in one. */
function onKraft(ports: Record<ListenerName, number>, provider: OauthProvider): object {
  const listeners = listenerNames.map((listener) => `${listener.toUpperCase()}://:${ports[listener]}`);
  return {
    services: {
      kafka1: brokerOf(ports, 'apache/kafka:4.4.0', {
        ...validatedTokens(provider),
        KAFKA_NODE_ID: 1,
        KAFKA_PROCESS_ROLES: 'broker,controller',
        KAFKA_CONTROLLER_QUORUM_VOTERS: '1@kafka1:29093',
        KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
        CLUSTER_ID: randomBytes(16).toString('base64url'),
        KAFKA_LISTENERS: ['INTERNAL://:29092', 'CONTROLLER://:29093', ...listeners].join(','),
        KAFKA_AUTHORIZER_CLASS_NAME: 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      }),
    },
  };
}

function brokerOf(ports: Record<ListenerName, number>, image: string, environment: object): object {
  const all = listenerNames.map((listener) => ({
    listener,
    name: listener.toUpperCase(),
    port: ports[listener],
  }));
  return {
    image,
    ports: all.map(({ port }) => `127.0.0.1:${port}:${port}`),
    volumes: ['./secrets:/secrets'],
    environment: {
      ...environment,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: [
        'INTERNAL:PLAINTEXT',
        'CONTROLLER:PLAINTEXT',
        ...all.map(({ listener, name }) => `${name}:${protocols[listener]}`),
      ].join(','),
      KAFKA_ADVERTISED_LISTENERS: [
        'INTERNAL://kafka1:29092',
        ...all.map(({ name, port }) => `${name}://localhost:${port}`),
      ].join(','),
      KAFKA_INTER_BROKER_LISTENER_NAME: 'INTERNAL',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: 1,
      KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: 1,
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: 1,
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: 1,
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: 0,
      KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE: 16_777_216,
      // Rules are stored and checked; a client without a login may still do everything.
      KAFKA_SUPER_USERS: 'User:ANONYMOUS',
      KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND: true,
      KAFKA_SASL_ENABLED_MECHANISMS: 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      KAFKA_CONNECTIONS_MAX_REAUTH_MS: sessionMs,
      ...keystore('TLS', 'good'),
      ...keystore('MTLS', 'good'),
      ...keystore('EXPIRED', 'expired'),
      ...keystore('ELSEWHERE', 'elsewhere'),
      ...keystore('SASLTLS', 'good'),
      ...keystore('OAUTH', 'good'),
      KAFKA_LISTENER_NAME_MTLS_SSL_CLIENT_AUTH: 'required',
      KAFKA_LISTENER_NAME_MTLS_SSL_TRUSTSTORE_TYPE: 'PEM',
      KAFKA_LISTENER_NAME_MTLS_SSL_TRUSTSTORE_LOCATION: '/secrets/ca.pem',
      KAFKA_LISTENER_NAME_SASL_PLAIN_SASL_JAAS_CONFIG: `org.apache.kafka.common.security.plain.PlainLoginModule required user_${user}="${password}";`,
      ...scram('SASL', '256'),
      ...scram('SASL', '512'),
      KAFKA_LISTENER_NAME_SASLTLS_SASL_ENABLED_MECHANISMS: 'SCRAM-SHA-512,OAUTHBEARER',
      ...scram('SASLTLS', '512'),
      KAFKA_LISTENER_NAME_SASLTLS_OAUTHBEARER_SASL_JAAS_CONFIG: `${oauthbearer}.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub="broker";`,
    },
  };
}

/** Signed by the provider's key, in its name (Kafka 4.4 insists on that), for the right audience, not expired. Only servers that the JVM is told of are asked for keys. */
function validatedTokens({ issuer, jwks, next }: OauthProvider): Record<string, string> {
  return {
    KAFKA_OPTS: `-Dorg.apache.kafka.sasl.oauthbearer.allowed.urls=${jwks}`,
    KAFKA_SASL_OAUTHBEARER_JWKS_ENDPOINT_URL: jwks,
    KAFKA_SASL_OAUTHBEARER_EXPECTED_AUDIENCE: next.audience,
    KAFKA_SASL_OAUTHBEARER_EXPECTED_ISSUER: issuer,
    KAFKA_LISTENER_NAME_OAUTH_SASL_ENABLED_MECHANISMS: 'OAUTHBEARER',
    KAFKA_LISTENER_NAME_OAUTH_OAUTHBEARER_SASL_JAAS_CONFIG: `${oauthbearer}.OAuthBearerLoginModule required;`,
    KAFKA_LISTENER_NAME_OAUTH_OAUTHBEARER_SASL_SERVER_CALLBACK_HANDLER_CLASS: `${oauthbearer}.OAuthBearerValidatorCallbackHandler`,
  };
}

const oauthbearer = 'org.apache.kafka.common.security.oauthbearer';

function keystore(listener: string, file: string): Record<string, string> {
  return {
    [`KAFKA_LISTENER_NAME_${listener}_SSL_KEYSTORE_TYPE`]: 'PEM',
    [`KAFKA_LISTENER_NAME_${listener}_SSL_KEYSTORE_LOCATION`]: `/secrets/${file}.pem`,
  };
}

function scram(listener: string, bits: string): Record<string, string> {
  return {
    [`KAFKA_LISTENER_NAME_${listener}_SCRAM___SHA___${bits}_SASL_JAAS_CONFIG`]:
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
  };
}

async function addScramUser(port: number): Promise<void> {
  const connection = await connectTo({ host: 'localhost', port }, 1);
  const iterations = 4096;
  const salt = randomBytes(16);
  try {
    // Without ZooKeeper brokers accept only one change per user in a request.
    for (const name of ['SCRAM-SHA-256', 'SCRAM-SHA-512'] as const) {
      const digest = name.replace('SCRAM-SHA-', 'sha');
      const length = createHash(digest).digest().length;
      const saltedPassword = pbkdf2Sync(password, salt, iterations, length, digest);
      await until(async () => {
        const { results } = await send(connection, alterUserScramCredentials, {
          upsertions: [{ name: user, mechanism: scramMechanism[name], iterations, salt, saltedPassword }],
        });
        return results.every(({ errorCode }) => errorCode === 0) || undefined;
      });
    }
  } finally {
    connection.close();
  }
}

/** A token as Kafka's own unsecured validator takes it: an unsigned JWT. */
export function unsecuredToken(lifetimeSeconds: number): string {
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return `${encode({ alg: 'none' })}.${encode({ sub: user, iat: now - 60, exp: now + lifetimeSeconds })}.`;
}
