/** A diagram of the live state, as soon as that state is known. */
import type { KafkaSession } from '../../kafka/session/session.js';
import { untilSeen } from '../../kafka/session/until-seen.js';
import { groupNow, topicNow, type TopicPicture } from './ask-cluster.js';
import type { Language, Step } from './lesson.js';
import { drawGroup, drawTopic } from './diagrams.js';

/** Empty if the topic or group does not exist. */
export async function livePicture(
  picture: NonNullable<Step['picture']>,
  session: KafkaSession,
  language: Language,
): Promise<readonly string[]> {
  if ('topic' in picture) {
    const topic = await settledTopic(session, picture.topic);
    return topic ? drawTopic(picture.topic, topic, language) : [];
  }
  const group = await groupNow(session, picture.group);
  return group ? drawGroup(picture.group, group, language) : [];
}

/** A leader that was just elected may not answer with its offsets yet. */
function settledTopic(session: KafkaSession, name: string): Promise<TopicPicture | undefined> {
  return untilSeen(
    session,
    () => topicNow(session, name),
    (topic) => topic?.partitions.every(({ leader, high }) => leader === null || high !== null) ?? true,
  );
}
