import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { jarEntries } from '../../testing/peers/jar-entries.js';
import { kafkaClientsJars, metadataJars } from '../../testing/peers/kafka-clients-jar.js';
import {
  kafkaAbsences,
  kafkaShape,
  ourAbsences,
  ourShape,
  parseKafkaMessage,
  versionRange,
} from '../../testing/wire/message-shape.js';
import { metadataMessages, quorumMessages, type MetadataMessage } from './metadata-messages.js';

const isOfQuorum = new Set([...quorumMessages.values()].map(({ name }) => name));

/** Of the metadata's own messages, and of the control records beside them. */
const jars = [
  ...(await metadataJars()).map((jar) => [basename(jar), jar, 'common/metadata/'] as const),
  ...(await kafkaClientsJars()).map((jar) => [basename(jar), jar, 'common/message/'] as const),
];

describe.each(jars)('%s', (jar, file, directory) => {
  const ours = [...(directory.includes('metadata') ? metadataMessages : quorumMessages)];
  const theirs = [
    ...jarEntries(file, (path) => path.startsWith(directory) && path.endsWith('.json')).values(),
  ]
    .map(parseKafkaMessage)
    .filter(({ name }) => directory.includes('metadata') || isOfQuorum.has(name));

  test('has messages, in Kafka 4 all that are declared', () => {
    const names = theirs.map(({ name }) => name).sort();
    expect(ours.map(([, { name }]) => name)).toEqual(expect.arrayContaining(names));
    expect(names.length).toBe(jar.includes('-3.9') ? ours.length - laterThan39(ours) : ours.length);
  });

  test.each(theirs.map((message) => [message.name, message] as const))('%s', (name, message) => {
    const [type, declared] = ours.find(([, each]) => each.name === name)!;
    const [lowest, highest] = versionRange(message.validVersions);
    expect([lowest, message.flexibleVersions]).toEqual([0, '0+']);
    // Control records have their types in the code alone.
    if (directory.includes('metadata')) expect(type).toBe(message.apiKey);
    if (!jar.includes('-3.9')) expect(declared.newestValue).toBe(highest);
    const versions = Array.from({ length: highest + 1 }, (_, version) => version);
    for (const version of versions) {
      expect(ourShape(declared.value, version)).toEqual(kafkaShape(message, version));
    }
    const known = kafkaAbsences(message, versions);
    const defaults = new Map(ourAbsences(declared.value, versions).map((each) => [each.path, each.default]));
    expect(known.map(({ path }) => [path, defaults.get(path)])).toEqual(
      known.map(({ path, default: value }) => [path, value]),
    );
  });
});

const since40 = new Set(['ClearElrRecord', 'UnregisterControllerRecord']);
const laterThan39 = (all: readonly (readonly [number, MetadataMessage])[]) =>
  all.filter(([, { name }]) => since40.has(name)).length;
