import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { brokerProperties, propertiesText, zookeeperProperties } from './properties.js';

describe('environment → properties of a broker', () => {
  test.each([
    ['KAFKA_BROKER_ID', 'broker.id'],
    ['KAFKA_LOG_CLEANER_DEDUPE_BUFFER_SIZE', 'log.cleaner.dedupe.buffer.size'],
    ['KAFKA_LISTENER_NAME_HOST_PLAIN_SASL_JAAS_CONFIG', 'listener.name.host.plain.sasl.jaas.config'],
    ['KAFKA_A__B', 'a_b'],
    ['KAFKA_LISTENER_NAME_HOST_SCRAM___SHA___256_SASL', 'listener.name.host.scram-sha-256.sasl'],
  ])('%s → %s', (variable, property) => {
    expect(brokerProperties({ [variable]: 'x' })).toEqual({ [property]: 'x' });
  });

  test('variables for the start script are not properties', () => {
    expect(
      brokerProperties({
        KAFKA_HEAP_OPTS: '-Xmx1g',
        KAFKA_OPTS: '-Da=b',
        KAFKA_JMX_PORT: '9999',
        PATH: '/bin',
      }),
    ).toEqual({});
  });

  test('every property name can be written as a variable and comes back', () => {
    const name = fc.stringMatching(/^[a-z0-9]+([._-][a-z0-9]+)*$/);
    fc.assert(
      fc.property(name, (property) => {
        const variable = property.replace(/_/g, '__').replace(/-/g, '___').replace(/\./g, '_').toUpperCase();
        expect(brokerProperties({ [`KAFKA_${variable}`]: 'x' })).toEqual({ [property]: 'x' });
      }),
    );
  });
});

test('environment → properties of ZooKeeper', () => {
  expect(
    zookeeperProperties({
      ZOOKEEPER_CLIENT_PORT: '2181',
      ZOOKEEPER_TICK_TIME: '1000',
      ZOOKEEPER_AUTOPURGE_SNAP_RETAIN_COUNT: '3',
      ZOOKEEPER_SERVER_ID: '1',
      ZOOKEEPER_LOG4J_LOGGERS: 'a=WARN',
      KAFKA_OPTS: '-Da=b',
    }),
  ).toEqual({ clientPort: '2181', tickTime: '1000', 'autopurge.snapRetainCount': '3' });
});

test('a properties file keeps backslashes, line ends and letters beyond ASCII', () => {
  expect(propertiesText({ 'log.dirs': 'C:\\data', 'a b': ' é\n' })).toBe(
    'log.dirs=C:\\\\data\na\\ b=\\ \\u00e9\\n\n',
  );
});
