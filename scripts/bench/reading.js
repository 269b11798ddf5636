// The rows about reading, finding, listing and starting.
const kcatRead = 'kcat -C -e -q';
const quick = '-X fetch.wait.max.ms=10';

/** @type {import('./types.js').Row[]} */
export const rows = [
  read({ work: 'read 1M × 100 B, 6 partitions, values', mustBe: 0.75, aim: 0.5 }),
  read({ work: 'the same', peerOptions: quick, mustBe: 1.5, aim: 1 }),
  read({
    work: 'the same, one JSON object a record',
    options: '-o jsonl',
    peerOptions: '-J',
    mustBe: 0.35,
    aim: 0.2,
  }),
  ...['lz4', 'zstd', 'snappy', 'gzip'].map((compression) =>
    read({ work: `${compression} topic, values`, compression, mustBe: 0.9, aim: 0.6 }),
  ),
  {
    group: 'find',
    work: '--grep, 1 match in 1M',
    against: 'kcat piped to grep',
    mustBe: 0.8,
    aim: 0.5,
    sameOutput: true,
    async prepare({ lab, topics, bootstrapServer, records }) {
      const topic = await topics.filled('none');
      const text = `${records - 2} the quick`;
      return {
        ours: `exec ${lab} -q consume ${topic} --from-beginning --exit --grep '${text}'`,
        peer: `${kcatRead} -b ${bootstrapServer} -t ${topic} -o beginning | grep -F '${text}'`,
      };
    },
  },
  {
    group: 'read',
    work: 'last 10 of each of 6 partitions',
    against: 'kcat -o -10 -e',
    mustBe: 0.35,
    aim: 0.25,
    sameOutput: true,
    async prepare({ lab, topics, bootstrapServer }) {
      const topic = await topics.filled('none');
      return {
        ours: `exec ${lab} -q consume ${topic} --from -10 --exit`,
        peer: `exec ${kcatRead} -b ${bootstrapServer} -t ${topic} -o -10`,
      };
    },
  },
  {
    group: 'start',
    work: '`--version`',
    against: 'node -e 0',
    mustBe: 1.25,
    aim: 1.15,
    prepare: ({ program, node }) => ({ ours: `exec ${program} --version`, peer: `exec ${node} -e 0` }),
  },
  {
    group: 'start',
    work: '`topics list` on a small cluster',
    against: 'node -e 0',
    mustBe: 2,
    aim: 1.6,
    prepare: ({ lab, node }) => ({ ours: `exec ${lab} -q topics list`, peer: `exec ${node} -e 0` }),
  },
  {
    group: 'read',
    work: 'peak memory of the 1M read',
    against: 'kafka-console-consumer.sh',
    mustBe: 0.3,
    aim: 0.2,
    of: 'peakMiB',
    sameOutput: true,
    needsJava: true,
    async prepare({ lab, topics, bootstrapServer, java, records }) {
      const topic = await topics.filled('none');
      const tool = 'org.apache.kafka.tools.consumer.ConsoleConsumer';
      return {
        ours: `exec ${lab} -q consume ${topic} --from-beginning --exit`,
        peer: `exec ${java} ${tool} --bootstrap-server ${bootstrapServer} --topic ${topic} --from-beginning --max-messages ${records}`,
      };
    },
  },
  {
    group: 'list',
    work: 'list 2,000 topics',
    against: 'kafka-topics.sh --list',
    mustBe: 0.3,
    aim: 0.2,
    needsJava: true,
    async prepare({ lab, topics, bootstrapServer, java }) {
      await topics.many();
      return {
        ours: `exec ${lab} -q topics list`,
        peer: `exec ${java} org.apache.kafka.tools.TopicCommand --bootstrap-server ${bootstrapServer} --list`,
      };
    },
  },
];

/**
 * @param {Pick<import('./types.js').Row, 'work' | 'mustBe' | 'aim'>
 *   & { compression?: string, options?: string, peerOptions?: string }} row
 * @returns {import('./types.js').Row}
 */
function read({ work, compression = 'none', options = '', peerOptions = '', mustBe, aim }) {
  return {
    group: 'read',
    work,
    against: `${kcatRead} ${peerOptions}`.trim(),
    mustBe,
    aim,
    sameOutput: options === '',
    async prepare({ lab, topics, bootstrapServer }) {
      const topic = await topics.filled(compression);
      return {
        ours: `exec ${lab} -q consume ${topic} --from-beginning --exit ${options}`,
        peer: `exec ${kcatRead} -b ${bootstrapServer} -t ${topic} -o beginning ${peerOptions}`,
      };
    },
  };
}
