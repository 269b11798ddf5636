/** The kinds of groups that not every broker knows, and what a broker needs to know them: the one place that says so. */
import { LabError } from '../../../text/errors.js';
import type { WireConnection } from '../../../wire/protocol/connection.js';
import type { RequestDefinition } from '../../../wire/protocol/schema-request.js';
import { speaks } from '../../../wire/protocol/send.js';
import { consumerGroupDescribe } from '../../../wire/requests/consumer-group-describe.js';
import { shareGroupDescribe } from '../../../wire/requests/share-group-describe.js';
import { streamsGroupDescribe } from '../../../wire/requests/streams-group-describe.js';

/** As ListGroups names them, in lower case. */
export const groupTypes = ['classic', 'consumer', 'share', 'streams'] as const;

export type GroupType = (typeof groupTypes)[number];
export type NewerType = Exclude<GroupType, 'classic'>;

interface Needs {
  readonly request: RequestDefinition;
  readonly words: string;
}

const needs: Readonly<Record<NewerType, Needs>> = {
  consumer: {
    request: consumerGroupDescribe,
    words: 'groups of the protocol of KIP-848 need Kafka 4.0 or newer, feature group.version',
  },
  share: {
    request: shareGroupDescribe,
    words: 'share groups need Kafka 4.1 or newer, feature share.version',
  },
  streams: {
    request: streamsGroupDescribe,
    words: 'streams groups need Kafka 4.1 or newer, feature streams.version',
  },
};

export function isNewerType(type: string): type is NewerType {
  return Object.hasOwn(needs, type);
}

/** Whether this broker can tell about them. */
export function knowsType(connection: WireConnection, type: NewerType): boolean {
  return speaks(connection, needs[type].request);
}

/** "share groups need Kafka 4.1 or newer, feature share.version" */
export function needsInWords(type: NewerType): string {
  return needs[type].words;
}

/** Throws LabError 'refused' if it does not know groups of this type. */
export function requireType(connection: WireConnection, type: NewerType): void {
  if (knowsType(connection, type)) return;
  const words = needs[type].words;
  throw new LabError(
    'refused',
    `The broker at ${connection.address} does not know ${type} groups: ${words}.`,
    { hint: 'What is on, and what could be: kafka-lab cluster features' },
  );
}

/** Kafka 4.0 came with this version of it. Kafka 3.9 has the older one, even with ZooKeeper, where groups have no configs. */
const withConfigs = 1;

/** Throws LabError 'refused' if it keeps no configs of groups. */
export function requireGroupConfigs({ apiVersions, address }: WireConnection): void {
  if ((apiVersions.get(consumerGroupDescribe.apiKey)?.max ?? -1) >= withConfigs) return;
  throw new LabError(
    'refused',
    `The broker at ${address} keeps no configs of groups: that needs Kafka 4.0 or newer.`,
    { hint: 'What is on, and what could be: kafka-lab cluster features' },
  );
}
