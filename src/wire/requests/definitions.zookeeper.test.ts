import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { jarEntries } from '../../testing/peers/jar-entries.js';
import { kafkaClientsJars } from '../../testing/peers/kafka-clients-jar.js';
import {
  kafkaAbsences,
  kafkaShape,
  ourAbsences,
  ourShape,
  parseKafkaMessage,
  versionRange,
  type AbsenceShape,
  type KafkaMessage,
} from '../../testing/wire/message-shape.js';
import { sinceKafka4 } from '../../testing/wire/since-kafka-4.js';
import type { RequestDefinition } from '../protocol/schema-request.js';
import { allRequests } from './index.js';

const directory = 'common/message/';

const jars = await kafkaClientsJars();

describe.each(jars.map((jar) => [basename(jar), jar] as const))('%s', (_, jar) => {
  const entries = jarEntries(jar, (path) => path.startsWith(directory) && path.endsWith('.json'));

  function message(name: string): KafkaMessage {
    const text = entries.get(`${directory}${name}.json`);
    if (text === undefined) throw new Error(`${basename(jar)} does not define ${name}`);
    return parseKafkaMessage(text);
  }

  const known = allRequests.filter(isDefined);

  function isDefined(ours: RequestDefinition): boolean {
    if (!entries.has(`${directory}${ours.name}Request.json`)) return false;
    return sharedVersions(ours, message(`${ours.name}Request`)).length > 0;
  }

  test('defines all of them, but for what came with Kafka 4', () => {
    const missing = allRequests.filter((ours) => !known.includes(ours)).map(({ name }) => name);
    expect(missing).toEqual(basename(jar).startsWith('kafka-clients-3.') ? sinceKafka4 : []);
  });

  describe.each(known.map((definition) => [definition.name, definition] as const))('%s', (name, ours) => {
    const request = message(`${name}Request`);
    const response = message(`${name}Response`);
    const shared = sharedVersions(ours, request);

    test('has the same key and the same flexible versions', () => {
      expect(shared.length).toBeGreaterThan(0);
      expect(ours.apiKey).toBe(request.apiKey);
      for (const each of [request, response]) {
        const flexible = versionRange(each.flexibleVersions);
        expect(ours.flexibleSince ?? Infinity).toBe(flexible[0]);
      }
    });

    test('does not count on a version that is not final', () => {
      const [, highest] = versionRange(request.validVersions);
      if (request.latestVersionUnstable === true) expect(shared).not.toContain(highest);
    });

    test.each(shared)('has the same fields in version %i', (version) => {
      expect(ourShape(ours.request, version)).toEqual(kafkaShape(request, version));
      expect(ourShape(ours.response, version)).toEqual(kafkaShape(response, version));
    });

    test('has the same defaults where a field can be missing', () => {
      expectSameDefaults(ourAbsences(ours.request, shared), kafkaAbsences(request, shared));
      expectSameDefaults(ourAbsences(ours.response, shared), kafkaAbsences(response, shared));
    });
  });
});

/** We may refuse what Kafka's own clients would drop in silence, but not the reverse. */
function expectSameDefaults(ours: readonly AbsenceShape[], kafkas: readonly AbsenceShape[]): void {
  expect(ours).toEqual(kafkas.map((each, index) => ({ ...each, ignorable: ours[index]?.ignorable })));
  const droppedByUsOnly = ours.filter(
    ({ ignorable }, index) => ignorable && kafkas[index]?.ignorable !== true,
  );
  expect(droppedByUsOnly).toEqual([]);
}

/** The versions that both sides describe: each may be newer than the other. */
function sharedVersions({ versions: [lowest, highest] }: RequestDefinition, request: KafkaMessage): number[] {
  const theirs = versionRange(request.validVersions);
  const from = Math.max(lowest, theirs[0]);
  const to = Math.min(highest, theirs[1]);
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}
