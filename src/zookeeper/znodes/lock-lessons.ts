/** What each step of the lock demo shows, said once. */

export type LockStep =
  | 'prepare'
  | 'session'
  | 'queue'
  | 'wait'
  | 'acquire'
  | 'release'
  | 'notified'
  | 'crash'
  | 'clear-away';

/** Lines of at most 76 characters, for a terminal of 80 columns. */
const lessons: Readonly<Partial<Record<LockStep, readonly string[]>>> = {
  session: [
    'A session is how ZooKeeper knows a client. It outlives connections, and ends',
    'if the client is not heard from for the time-out.',
  ],
  queue: [
    'Ephemeral: the node is deleted with the session. Sequential: ZooKeeper appends',
    'a number that only grows. Together: a queue that crashed clients leave.',
  ],
  wait: [
    'The lowest number holds the lock. The others watch the node right before',
    'their own, so that one release wakes one client and not all of them.',
  ],
  release: ['Deleting the node releases the lock: ZooKeeper notifies the client watching it.'],
  crash: [
    'The lock is not released now. ZooKeeper hears no more of the client, and when',
    'the time-out is over it ends the session and deletes its node. This is how',
    'Kafka notices that a broker has died.',
  ],
  'clear-away': [
    "Kafka's controller is such a lock: the first broker to create the ephemeral",
    'node /controller has it. See: kafka-lab zookeeper get /controller',
  ],
};

export function lesson(step: LockStep): string | null {
  return lessons[step]?.join('\n') ?? null;
}
