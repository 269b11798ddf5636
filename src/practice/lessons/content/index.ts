/** The lessons, in the order in which they build on each other. */
import type { Lesson } from '../lesson.js';
import { topicsLesson } from './01-topics.js';
import { keysLesson } from './02-keys.js';
import { queuesLesson } from './03-queues.js';
import { groupsLesson } from './04-groups.js';
import { offsetsLesson } from './05-offsets.js';
import { deliveryLesson } from './06-delivery.js';
import { replicationLesson } from './07-replication.js';
import { zookeeperLesson } from './08-zookeeper.js';
import { scalingLesson } from './09-scaling.js';
import { retentionLesson } from './10-retention.js';
import { speedLesson } from './11-speed.js';
import { troubleLesson } from './12-trouble.js';
import { quorumLesson } from './13-quorum.js';
import { schemasLesson } from './14-schemas.js';

export const lessons: readonly Lesson[] = [
  topicsLesson,
  keysLesson,
  queuesLesson,
  groupsLesson,
  offsetsLesson,
  deliveryLesson,
  replicationLesson,
  zookeeperLesson,
  scalingLesson,
  retentionLesson,
  speedLesson,
  troubleLesson,
  quorumLesson,
  schemasLesson,
];
