/** What each step of the lock demo shows, said once. */

export type LockStep =
  'prepare' | 'session' | 'queue' | 'wait' | 'acquire' | 'release' | 'notified' | 'crash' | 'clear-away';

/** Lines of at most 76 characters, for a terminal of 80 columns. */
const lessons: Readonly<Partial<Record<LockStep, readonly string[]>>> = {
  session: [
    'A session is what ZooKeeper knows of a client. It outlives connections, and',
    'ends when nothing is heard of the client for the time-out.',
  ],
  queue: [
    'Ephemeral: the node goes with the session. Sequential: ZooKeeper adds a',
    'number that only grows. Together: a queue in which the dead do not wait.',
  ],
  wait: [
    'The lowest number holds the lock. The others watch the node right before',
    'their own, so that one release wakes one client and not all of them.',
  ],
  release: ['To delete the node is to give back the lock: ZooKeeper tells who watches it.'],
  crash: [
    'Nobody gives it back now. ZooKeeper hears nothing more, and when the time-out',
    'is over it ends the session and deletes its node. This is how Kafka notices',
    'that a broker has died.',
  ],
  'clear-away': [
    "Kafka's controller is such a lock: whoever is first to make the ephemeral",
    'node /controller is it. See: kafka-lab zookeeper get /controller',
  ],
};

export function lesson(step: LockStep): string | null {
  return lessons[step]?.join('\n') ?? null;
}
