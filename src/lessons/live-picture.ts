/** A picture of the live state, once that state can be told. */
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaSession } from '../kafka/session.js';
import { groupNow, topicNow, type TopicPicture } from './ask-cluster.js';
import type { Language, Step } from './lesson.js';
import { drawGroup, drawTopic } from './picture.js';

const patienceMs = 5000;
const betweenLooksMs = 250;

/** No line where there is no such topic or group. */
export async function livePicture(
  picture: NonNullable<Step['picture']>,
  session: KafkaSession,
  language: Language,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if ('topic' in picture) {
    const topic = await settledTopic(session, picture.topic, signal);
    return topic ? drawTopic(picture.topic, topic, language) : [];
  }
  const group = await groupNow(session, picture.group);
  return group ? drawGroup(picture.group, group, language) : [];
}

/** A leader that was elected this moment may not tell its offsets yet. */
async function settledTopic(
  session: KafkaSession,
  name: string,
  signal: AbortSignal,
): Promise<TopicPicture | undefined> {
  const deadlineMs = Date.now() + patienceMs;
  for (;;) {
    const topic = await topicNow(session, name);
    const isWhole = topic?.partitions.every(({ leader, high }) => leader === null || high !== null) ?? true;
    if (isWhole || signal.aborted || Date.now() > deadlineMs) return topic;
    await delay(betweenLooksMs);
  }
}
