/** What a change of one of Kafka's znodes means, in a few words; other nodes show their data. */
import type { ZnodeEventKind } from '../client/protocol.js';
import { oneLine, readZnodeData } from './znode-data.js';

const longestData = 80;

/** `data` is undefined for a node that is gone. */
export function changeInWords(kind: ZnodeEventKind, path: string, data: Buffer | undefined): string | null {
  const value = data && readZnodeData(data).value;
  for (const { pattern, says } of known) {
    const match = pattern.exec(path);
    const words = match && says(kind, match.slice(1), isRecord(value) ? value : undefined, data);
    if (words) return words;
  }
  return data && data.length > 0 ? oneLine(data, longestData) : null;
}

type JsonObject = Readonly<Record<string, unknown>>;

interface Known {
  readonly pattern: RegExp;
  says(
    kind: ZnodeEventKind,
    names: readonly string[],
    value: JsonObject | undefined,
    data: Buffer | undefined,
  ): string | undefined;
}

const known: readonly Known[] = [
  {
    pattern: /^\/brokers\/ids\/(\d+)$/,
    says(kind, [id = '']) {
      if (kind === 'deleted') return `broker ${id} is gone: its session has ended`;
      return kind === 'created' ? `broker ${id} is up` : undefined;
    },
  },
  {
    pattern: /^\/controller$/,
    says(kind, _names, value) {
      if (kind === 'deleted') return 'there is no controller: the brokers compete to become it';
      return value && `broker ${textOf(value['brokerid'])} is the controller`;
    },
  },
  {
    pattern: /^\/controller_epoch$/,
    says: (kind, _names, _value, data) =>
      kind === 'deleted' ? undefined : `${data?.toString() ?? '?'} controllers so far`,
  },
  {
    pattern: /^\/brokers\/topics\/[^/]+\/partitions\/\d+\/state$/,
    says(_kind, _names, value) {
      if (!value) return undefined;
      const leader = value['leader'] === -1 ? 'no leader' : `leader ${textOf(value['leader'])}`;
      return `${leader}, ISR ${textOf(value['isr'])}`;
    },
  },
  {
    pattern: /^\/brokers\/topics\/([^/]+)$/,
    says(kind, [topic = '']) {
      if (kind === 'deleted') return `topic ${topic} is gone`;
      return kind === 'created' ? `topic ${topic} is new` : undefined;
    },
  },
  {
    pattern: /^\/admin\/delete_topics\/([^/]+)$/,
    says(kind, [topic = '']) {
      return kind === 'created' ? `topic ${topic} is to be deleted` : undefined;
    },
  },
];

function isRecord(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map(textOf).join(',') || 'empty';
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '?';
}
