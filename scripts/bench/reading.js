// The rows about reading and finding.
import { onListener } from './on-listener.js';

const kcatRead = 'kcat -C -e -q';
const quick = '-X fetch.wait.max.ms=10';
const roomy = '-X fetch.message.max.bytes=12000000 -X receive.message.max.bytes=100000000';

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
    read({ work: `${compression} topic, values`, filling: { compression }, mustBe: 0.9, aim: 0.6 }),
  ),
  read({ work: 'read 1M over SASL_SSL, values', listener: 'login', mustBe: 0.7, aim: 0.5 }),
  read({
    work: 'the same, one JSON object a record',
    listener: 'login',
    options: '-o jsonl',
    peerOptions: '-J',
    mustBe: 0.4,
    aim: 0.25,
  }),
  ...[1, 6, 50].map((partitions) =>
    read({
      work: `read 1M over 100 ms, ${partitions} partition${partitions === 1 ? '' : 's'}`,
      listener: 'far',
      filling: { partitions },
      mustBe: 0.4,
      aim: 0.2,
      runs: 3,
    }),
  ),
  read({
    work: '1M records with 10 headers, one JSON object a record',
    filling: { headers: 10 },
    options: '-o jsonl',
    peerOptions: `-J ${quick}`,
    mustBe: 0.8,
    aim: 0.5,
    runs: 3,
  }),
  read({
    work: "the same, `--format '%k %h %s\\n'`",
    filling: { headers: 10 },
    options: "--format '%k %h %s\\n'",
    peerOptions: `-f '%k %h %s\\n' ${quick}`,
    sameOutput: true,
    mustBe: 0.8,
    aim: 0.5,
    runs: 3,
  }),
  read({
    work: '1M × 1 KB of JSON, one JSON object a record',
    filling: { kind: 'json' },
    options: '-o jsonl',
    peerOptions: `-J ${quick}`,
    mustBe: 0.8,
    aim: 0.4,
    runs: 3,
  }),
  {
    group: 'find',
    work: "1M × 1 KB, `--filter 'value.a > 5'`",
    against: "kcat piped to jq -c 'select(.a > 5)'",
    mustBe: 0.2,
    aim: 0.1,
    sameOutput: true,
    runs: 3,
    async prepare({ lab, topics, bootstrapServer }) {
      const topic = await topics.filled({ kind: 'json' });
      return {
        ours: `exec ${lab} -q consume ${topic} --from-beginning --exit --filter 'value.a > 5'`,
        peer: `${kcatRead} -b ${bootstrapServer} -t ${topic} -o beginning ${quick} | jq -c 'select(.a > 5)'`,
      };
    },
  },
  read({
    work: '200 × 1 MB, values',
    filling: { kind: 'mib' },
    peerOptions: `${quick} ${roomy}`,
    mustBe: 1.2,
    aim: 1,
  }),
  read({
    work: '20 × 10 MB, values',
    filling: { kind: 'mib10' },
    peerOptions: `${quick} ${roomy}`,
    mustBe: 1.2,
    aim: 1,
  }),
  {
    group: 'read-group',
    work: 'read 1M as a member of a group',
    against: 'kcat -G',
    mustBe: 1,
    aim: 0.6,
    sameOutput: true,
    async prepare({ lab, topics, bootstrapServer }) {
      const topic = await topics.filled({});
      return {
        ours: `exec ${lab} -q consume ${topic} --group own-$$ --from-beginning --exit`,
        peer: `exec kcat -b ${bootstrapServer} -e -q -X auto.offset.reset=earliest ${quick} -G peer-$$ ${topic}`,
      };
    },
  },
  {
    group: 'find',
    work: '--grep, 1 match in 1M',
    against: 'kcat piped to grep',
    mustBe: 0.8,
    aim: 0.5,
    sameOutput: true,
    async prepare({ lab, topics, bootstrapServer, records }) {
      const topic = await topics.filled({});
      const text = `${records - 2} the quick`;
      return {
        ours: `exec ${lab} -q consume ${topic} --from-beginning --exit --grep '${text}'`,
        peer: `${kcatRead} -b ${bootstrapServer} -t ${topic} -o beginning | grep -F '${text}'`,
      };
    },
  },
  analyze({ work: '`topics analyze`, 1M × 100 B by headers', mustBe: 1.2, aim: 0.9 }),
  analyze({ work: 'the same, lz4 topic', filling: { compression: 'lz4' }, mustBe: 1.2, aim: 0.9 }),
  analyze({ work: '`topics analyze --records`, 1M × 100 B', options: '--records', mustBe: 2.5, aim: 2 }),
  analyze({
    work: 'the same, 1M with one of 5,003 keys',
    options: '--records',
    filling: { kind: 'keyed' },
    mustBe: 2.5,
    aim: 2,
  }),
  analyze({
    work: 'the same, 1M with different keys',
    options: '--records',
    filling: { kind: 'distinct' },
    mustBe: 2.5,
    aim: 2,
  }),
  analyze({
    work: 'the same, 1M × 1 KB of JSON',
    options: '--records',
    filling: { kind: 'json' },
    mustBe: 2.5,
    aim: 1.5,
    runs: 3,
  }),
  {
    group: 'read',
    work: 'last 10 of each of 6 partitions',
    against: 'kcat -o -10 -e',
    mustBe: 0.3,
    aim: 0.25,
    sameOutput: true,
    async prepare({ lab, topics, bootstrapServer }) {
      const topic = await topics.filled({});
      return {
        ours: `exec ${lab} -q consume ${topic} --from -10 --exit`,
        peer: `exec ${kcatRead} -b ${bootstrapServer} -t ${topic} -o -10`,
      };
    },
  },
  {
    group: 'read',
    work: 'peak memory of the 1M read',
    against: 'kafka-console-consumer.sh',
    mustBe: 0.25,
    aim: 0.2,
    of: 'peakMiB',
    sameOutput: true,
    needsJava: true,
    async prepare({ lab, topics, bootstrapServer, java, records }) {
      const topic = await topics.filled({});
      const tool = 'org.apache.kafka.tools.consumer.ConsoleConsumer';
      return {
        ours: `exec ${lab} -q consume ${topic} --from-beginning --exit`,
        peer: `exec ${java} ${tool} --bootstrap-server ${bootstrapServer} --topic ${topic} --from-beginning --max-messages ${records}`,
      };
    },
  },
];

/**
 * Held against reading the same topic.
 * @param {Pick<import('./types.js').Row, 'work' | 'mustBe' | 'aim' | 'runs'> & {
 *   filling?: import('./types.js').Filling, options?: string }} row
 * @returns {import('./types.js').Row}
 */
function analyze({ filling = {}, options = '', ...row }) {
  return {
    ...row,
    group: 'analyze',
    against: 'kafka-lab consume --from-beginning --exit',
    async prepare({ lab, topics }) {
      const topic = await topics.filled(filling);
      return {
        ours: `exec ${lab} -q topics analyze ${topic} ${options}`,
        peer: `exec ${lab} -q consume ${topic} --from-beginning --exit`,
      };
    },
  };
}

/**
 * @param {Pick<import('./types.js').Row, 'work' | 'mustBe' | 'aim' | 'runs' | 'sameOutput'> & {
 *   filling?: import('./types.js').Filling, listener?: keyof import('./types.js').Listeners,
 *   options?: string, peerOptions?: string }} row
 * @returns {import('./types.js').Row}
 */
function read({ filling = {}, listener, options = '', peerOptions = '', ...row }) {
  return {
    sameOutput: options === '',
    ...row,
    group: listener ? `read-${listener}` : 'read',
    ...(listener === undefined ? {} : { listener }),
    against: `${kcatRead} ${peerOptions}`.trim(),
    async prepare(context) {
      const { lab, kcat } = onListener(context, listener);
      const topic = await context.topics.filled(filling);
      return {
        ours: `exec ${lab} -q consume ${topic} --from-beginning --exit ${options}`,
        peer: `exec ${kcatRead} ${kcat} -t ${topic} -o beginning ${peerOptions}`,
      };
    },
  };
}
