/** What the explorer shows of the topics in sight: size, records, records a second, and how old the last record is. */
import type { ReadDetails } from '../../contract/command.js';
import { createPatientAsker } from '../../kafka/brokers/ask-patiently.js';
import {
  recordsPerSecond,
  topicActivity,
  type BrokerActivity,
  type TopicActivity,
} from '../../kafka/topics/topic-activity.js';
import { formatDuration } from '../../text/duration.js';
import { formatBytes } from '../../text/format-bytes.js';
import type { Cell } from '../../view/view.js';

/** The rest of a round does not wait longer for a broker that hangs. */
const patienceMs = 2000;

export function activityCells({ withSizes }: { readonly withSizes: boolean }): ReadDetails {
  const ask = createPatientAsker<BrokerActivity>(patienceMs);
  let before: ReadonlyMap<string, TopicActivity> = new Map();
  return async (context, names) => {
    const topics = await topicActivity(await context.kafka(), names, { ask, withSizes });
    const nowMs = context.now().getTime();
    const cells = topics.map((topic) => {
      const rate = recordsPerSecond(before.get(topic.name), topic);
      return [
        topic.name,
        [...(withSizes ? [sizeOf(topic)] : []), recordsOf(topic), rate, ageOf(topic, nowMs)],
      ] as const;
    });
    before = new Map([...before, ...topics.map((topic) => [topic.name, topic] as const)]);
    return new Map(cells);
  };
}

/** Clocks of machines differ by so much. */
const skewMs = 1000;

function sizeOf({ sizeBytes }: TopicActivity): Cell {
  return sizeBytes === null ? null : formatBytes(sizeBytes);
}

/** Unless it is certain that nothing is compacted, there may be fewer. */
function recordsOf({ records, isCompacted }: TopicActivity): Cell {
  return records === null || records === 0 || isCompacted === false ? records : `≤ ${records}`;
}

/** Producers may have written any time. */
function ageOf({ lastRecordMs }: TopicActivity, nowMs: number): Cell {
  if (lastRecordMs === null) return null;
  if (lastRecordMs === 'none') return { text: 'none', tone: 'muted' };
  const ageMs = nowMs - Number(lastRecordMs);
  if (ageMs < -skewMs) return { text: `${formatDuration(-ageMs)} from now`, tone: 'warn' };
  return formatDuration(Math.max(0, ageMs));
}
