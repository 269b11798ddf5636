import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { jarEntries } from '../../testing/peers/jar-entries.js';
import { coordinatorJars } from '../../testing/peers/kafka-clients-jar.js';
import {
  kafkaAbsences,
  kafkaShape,
  ourAbsences,
  ourShape,
  parseKafkaMessage,
  versionRange,
  type FieldShape,
} from '../../testing/wire/message-shape.js';
import { storedMessages } from './internal-topics.js';
import type { StoredMessage } from './stored-message.js';

const directory = 'common/message/';
const ours = new Map<string, StoredMessage>(
  Object.values(storedMessages).flatMap((messages) =>
    [...messages.values()].map((stored) => [stored.name, stored] as const),
  ),
);
const types = new Map(
  Object.values(storedMessages).flatMap((messages) =>
    [...messages].map(([type, stored]) => [stored.name, type] as const),
  ),
);

/** Kafka 3.9 has drafts of share groups, which no release of it could write. */
const isDraft = (jar: string, name: string) => jar.includes('-3.9') && name.startsWith('ShareGroup');

describe.each((await coordinatorJars()).map((jar) => [basename(jar), jar] as const))('%s', (jar, file) => {
  const entries = jarEntries(file, (path) => path.startsWith(directory) && path.endsWith('.json'));
  const messages = [...entries.values()].map(parseKafkaMessage).filter(({ name }) => !isDraft(jar, name));
  const keys = messages.filter(({ name }) => name.endsWith('Key'));
  const values = messages.filter(({ name }) => name.endsWith('Value'));

  test('has keys and values', () => expect([keys.length > 0, keys.length]).toEqual([true, values.length]));

  test.each(keys.map((message) => [message.name, message] as const))('%s', (name, message) => {
    const stored = ours.get(name.replace(/Key$/, ''));
    const [, highest] = versionRange(message.validVersions);
    expect(message.flexibleVersions).toBe('none');
    expect(ourShape(stored?.key ?? {}, 0)).toEqual(kafkaShape(message, highest));
    // Kafka 3.9 has the type as the version; that of transactions is 0.
    const theirs = jar.includes('-3.9') ? highest : message.apiKey;
    expect(types.get(stored?.name ?? '')).toBe(theirs);
  });

  test.each(values.map((message) => [message.name, message] as const))('%s', (name, message) => {
    const stored = ours.get(name.replace(/Value$/, ''))!;
    const [lowest, highest] = versionRange(message.validVersions);
    expect(lowest).toBe(0);
    // Offsets with the older kind of key are read in every version.
    if (stored.name !== 'LegacyOffsetCommit') {
      expect(highest).toBe(stored.newestValue);
      expect(versionRange(message.flexibleVersions)[0]).toBe(stored.flexibleSince);
    }
    for (let version = 0; version <= highest; version += 1) {
      const theirs = kafkaShape(message, version);
      expect(withoutNewTags(ourShape(stored.value, version), theirs)).toEqual(theirs);
    }
    const versions = Array.from({ length: highest + 1 }, (_, version) => version);
    const theirs = kafkaAbsences(message, versions);
    const known = new Set(theirs.map(({ path }) => path));
    const defaults = ourAbsences(stored.value, versions).filter(({ path }) => known.has(path));
    expect(defaults.map(({ path, default: value }) => [path, value])).toEqual(
      theirs.map(({ path, default: value }) => [path, value]),
    );
  });
});

/** Later releases add tagged fields to a version; the older one skips them. */
function withoutNewTags(fields: readonly FieldShape[], theirs: readonly FieldShape[]): FieldShape[] {
  return fields.flatMap((field) => {
    const same = theirs.find(({ name }) => name === field.name);
    if (!same) return field.tag === undefined ? [field] : [];
    return [{ ...field, fields: withoutNewTags(field.fields, same.fields) }];
  });
}
