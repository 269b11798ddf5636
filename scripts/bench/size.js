// The rows about clusters of many topics, partitions and groups.

/** @type {import('./types.js').Row[]} */
export const rows = [
  {
    group: 'size',
    work: 'list 2,000 topics',
    against: 'kafka-topics.sh --list',
    mustBe: 0.3,
    aim: 0.2,
    needsJava: true,
    async prepare({ lab, topics, bootstrapServer, java }) {
      await topics.many(2000);
      return {
        ours: `exec ${lab} -q topics list`,
        peer: `exec ${java} org.apache.kafka.tools.TopicCommand --bootstrap-server ${bootstrapServer} --list`,
      };
    },
  },
  {
    group: 'size',
    work: 'last record of each of 1,000 partitions',
    against: 'kcat -o -1 -e -X fetch.wait.max.ms=10',
    mustBe: 1,
    aim: 0.7,
    sameOutput: true,
    async prepare({ lab, topics, bootstrapServer }) {
      const topic = await topics.filled({ partitions: 1000 });
      return {
        ours: `exec ${lab} -q consume ${topic} --from -1 --exit`,
        peer: `exec kcat -C -e -q -b ${bootstrapServer} -t ${topic} -o -1 -X fetch.wait.max.ms=10`,
      };
    },
  },
  {
    group: 'size',
    work: 'list 500 groups and their lag',
    against: 'kafka-consumer-groups.sh --all-groups --describe',
    mustBe: 0.1,
    aim: 0.05,
    needsJava: true,
    runs: 3,
    async prepare({ lab, topics, bootstrapServer, java }) {
      const topic = await topics.filled({ kind: 'few' });
      await topics.groups(
        Array.from({ length: 500 }, (_, index) => `group-${index}`),
        topic,
      );
      const tool = 'org.apache.kafka.tools.consumer.group.ConsumerGroupCommand';
      return {
        ours: `exec ${lab} -q groups list`,
        peer: `exec ${java} ${tool} --bootstrap-server ${bootstrapServer} --all-groups --describe`,
      };
    },
  },
  ofManyTopics('`topics list -o table`, 5,000 topics', 'its own -o plain', {
    ours: 'topics list -o table',
    peer: 'topics list -o plain',
  }),
  {
    ...ofManyTopics('`apply --dry-run` of their export', '`export`', { ours: '', peer: '' }),
    runs: 3,
    async prepare({ lab, topics }) {
      await topics.many(5000);
      const file = await topics.file('export.yml', `${lab} -q export`);
      return { ours: `exec ${lab} -q apply ${file} --dry-run`, peer: `exec ${lab} -q export` };
    },
  },
  {
    group: 'size',
    work: '`monitor`, 5,000 topics, CPU of one core over two minutes',
    against: 'of a core',
    of: 'cpuShare',
    mustBe: 0.08,
    aim: 0.03,
    runs: 1,
    async prepare({ lab, topics }) {
      await topics.many(5000);
      // script gives it a terminal; timeout ends it as a user would.
      const watched = `stty cols 120 rows 40; timeout --foreground -s INT 120 ${lab} monitor; true`;
      return { ours: `exec script -qec "${watched}" /dev/null`, peer: 'exec true' };
    },
  },
];

/**
 * @param {string} work
 * @param {string} against
 * @param {import('./types.js').Commands} words
 * @returns {import('./types.js').Row}
 */
function ofManyTopics(work, against, words) {
  return {
    group: 'size',
    work,
    against,
    mustBe: 1.3,
    aim: 1.3,
    async prepare({ lab, topics }) {
      await topics.many(5000);
      return { ours: `exec ${lab} -q ${words.ours}`, peer: `exec ${lab} -q ${words.peer}` };
    },
  };
}
