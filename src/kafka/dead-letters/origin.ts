/** Where a dead letter is sent back to, by its headers, or why it is not. Header values are bytes that anyone may have written. */
import type { RecordHeader } from '../../wire/batch/record-batch-headers.js';
import { wrongInTopicName } from '../session/topic-names.js';
import { deadLetterFrameworks, frameworkOf, type DeadLetterFramework } from './frameworks.js';
import { headerDigits, headerNumber } from './header-number.js';

/** How often a record has been sent back, as digits. Frameworks copy headers to their dead letters, and so it comes back with them. */
export const redrivesHeader = 'kafka-lab-redrives';

export interface DeadLetter {
  readonly headers: readonly RecordHeader[];
  readonly hasKey: boolean;
  readonly hasValue: boolean;
}

export interface RedriveRules {
  /** Only this header is looked at. */
  readonly headerName?: string | undefined;
  readonly maxRedrives: number;
  /** The topics that dead letters are read from: what goes back to one of them would be read again. */
  readonly sources: ReadonlySet<string>;
}

export type Origin =
  | {
      readonly kind: 'origin';
      readonly topic: string;
      /** Where the record was, if a header says so; the topic may have fewer partitions by now. */
      readonly partition: number | undefined;
      /** The header that says so. */
      readonly header: string;
      /** Without those that tell of the failure, and with the count. */
      readonly headers: readonly RecordHeader[];
    }
  /** In the words of the report, and of nothing in them but names that Kafka takes for topics. */
  | { readonly kind: 'refused'; readonly reason: string };

export function originOf({ headers, hasKey, hasValue }: DeadLetter, rules: RedriveRules): Origin {
  const candidates = rules.headerName === undefined ? deadLetterFrameworks : [frameworkOf(rules.headerName)];
  const named = candidates.flatMap((framework) => {
    const value = latest(headers, framework.topic, framework);
    return value === undefined ? [] : [{ framework, topic: value?.toString('utf8') ?? '' }];
  });
  const [first] = named;
  if (!first) return refused(missing(rules.headerName));
  const { framework, topic } = first;
  const other = named.find((each) => each.topic !== topic);
  if (other) {
    return refused(`the headers ${framework.topic} and ${other.framework.topic} name two topics`);
  }
  if (wrongInTopicName(topic) !== undefined) {
    return refused(`the header ${framework.topic} is no valid topic name`);
  }
  if (rules.sources.has(topic)) return refused(`it would go back to ${topic}, which is being redriven`);
  if (topic.startsWith('__')) return refused(`it names a topic of Kafka's own, ${topic}`);
  const redrives = redrivesOf(headers);
  if (redrives === undefined) return refused(`its header ${redrivesHeader} is not a whole number`);
  if (redrives >= rules.maxRedrives) {
    return refused(`it was redriven before, as often as --max-redrives ${rules.maxRedrives} allows`);
  }
  if (framework.mayLackRecord && !hasKey && !hasValue) {
    return refused(`it has headers only, without the record, which may still be in ${topic}`);
  }
  return {
    kind: 'origin',
    topic,
    partition: partitionIn(headers, framework),
    header: framework.topic,
    headers: sentBack(headers, named, redrives + 1),
  };
}

function refused(reason: string): Origin {
  return { kind: 'refused', reason };
}

function missing(headerName: string | undefined): string {
  return headerName === undefined
    ? 'no header that is known says where it comes from'
    : `it has no header ${headerName}`;
}

/** The latest failure counts, as for Kafka's own Headers.lastHeader. Undefined if there is none; a header may be null. */
function latest(
  headers: readonly RecordHeader[],
  wanted: string | undefined,
  { writesInFront }: DeadLetterFramework,
): Buffer | null | undefined {
  const isWanted = ([name]: RecordHeader) => name === wanted;
  const found = writesInFront ? headers.find(isWanted) : headers.findLast(isWanted);
  return found?.[1];
}

function partitionIn(headers: readonly RecordHeader[], framework: DeadLetterFramework): number | undefined {
  const value = latest(headers, framework.partition, framework);
  return value ? headerNumber(value) : undefined;
}

/** The highest, if it is there more than once; 0 if it is not, undefined if it is not a number. */
function redrivesOf(headers: readonly RecordHeader[]): number | undefined {
  let most = 0;
  for (const [name, value] of headers) {
    if (name !== redrivesHeader) continue;
    const count = value ? headerDigits(value) : undefined;
    if (count === undefined) return undefined;
    most = Math.max(most, count);
  }
  return most;
}

/**
 * As the record first came: kept, the headers of a failure would pile up, stack traces among them, and say of the next one
 * what was true of this.
 */
function sentBack(
  headers: readonly RecordHeader[],
  named: readonly { readonly framework: DeadLetterFramework }[],
  redrives: number,
): readonly RecordHeader[] {
  const isDropped = (name: string) =>
    name === redrivesHeader || named.some(({ framework }) => framework.isOurs(name));
  return [
    ...headers.filter(([name]) => !isDropped(name)),
    [redrivesHeader, Buffer.from(String(redrives))] as const,
  ];
}
