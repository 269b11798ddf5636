/** The rule by which the cp-* images turn environment variables into a properties file. */

/** Read by the image's start script or by the JVM's, so never a property of the broker. */
const notProperties = new Set([
  'KAFKA_VERSION',
  'KAFKA_HEAP_OPTS',
  'KAFKA_LOG4J_OPTS',
  'KAFKA_OPTS',
  'KAFKA_JMX_OPTS',
  'KAFKA_JMX_PORT',
  'KAFKA_JMX_HOSTNAME',
  'KAFKA_JVM_PERFORMANCE_OPTS',
  'KAFKA_GC_LOG_OPTS',
  'KAFKA_LOG4J_ROOT_LOGLEVEL',
  'KAFKA_LOG4J_LOGGERS',
  'KAFKA_TOOLS_LOG4J_LOGLEVEL',
  'KAFKA_CUB_ZK_TIMEOUT',
]);

/** `KAFKA_` dropped, `___` → `-`, `__` → `_`, `_` → `.`, lower case. Variables that are not properties are left out. */
export function brokerProperties(environment: Readonly<Record<string, string>>): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith('KAFKA_') || notProperties.has(variable)) continue;
    properties[propertyName(variable)] = value;
  }
  return properties;
}

const marks: Readonly<Record<string, string>> = { _: '.', __: '_', ___: '-' };

function propertyName(variable: string): string {
  return variable
    .slice('KAFKA_'.length)
    .replace(/_{1,3}/g, (underscores) => marks[underscores] ?? underscores)
    .toLowerCase();
}

/** `ZOOKEEPER_TICK_TIME` → `tickTime`; those of an ensemble and of logging are not properties of a server. */
export function zookeeperProperties(environment: Readonly<Record<string, string>>): Record<string, string> {
  const properties: Record<string, string> = {};
  for (const [variable, value] of Object.entries(environment)) {
    if (!variable.startsWith('ZOOKEEPER_') || /^ZOOKEEPER_(SERVERS|SERVER_ID|LOG4J_.*)$/.test(variable))
      continue;
    const words = variable.slice('ZOOKEEPER_'.length).toLowerCase().split('_');
    const prefix = words[0] === 'autopurge' || words[0] === 'admin' ? `${words.shift() ?? ''}.` : '';
    const name = words.map((word, index) =>
      index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1),
    );
    properties[prefix + name.join('')] = value;
  }
  return properties;
}

/** As they are, without those of the start script: Apicurio's settings are looked up under the names of variables. */
export function registryProperties(environment: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !/^(JAVA_|GC_|AB_|(QUARKUS_)?HTTP_PORT$)/.test(name)),
  );
}

/** The text of a .properties file; characters that are not printable ASCII are escaped, as Java reads these files as Latin-1. */
export function propertiesText(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([key, value]) => `${escaped(key).replace(/[ :=]/g, '\\$&')}=${escaped(value)}\n`)
    .join('');
}

function escaped(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t')
    .replace(/^ /, '\\ ')
    .replace(/[^\x20-\x7e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
