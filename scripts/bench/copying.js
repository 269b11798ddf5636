// The rows about copying from topic to topic.
const quick = ' -X fetch.wait.max.ms=10';

/** @type {import('./types.js').Row[]} */
export const rows = [
  ...['none', 'lz4'].flatMap((compression) => [
    againstKcat({ compression, mustBe: 0.5, aim: 0.3 }),
    againstKcat({ compression, options: quick, mustBe: 1, aim: 0.6 }),
    againstItself({ compression, mustBe: 1.3, aim: 0.8 }),
  ]),
  {
    group: 'copy',
    work: 'the same, unpacked and compressed anew (zstd)',
    against: 'its own read, then write',
    mustBe: 1.3,
    aim: 1,
    async prepare({ lab, topics }) {
      const [filled, own, theirs] = await topicsOf(topics, 'lz4');
      return {
        ours: `exec ${lab} -q copy ${filled} ${own} --compression zstd --execute`,
        peer: `${lab} -q consume ${filled} --from-beginning --exit && ${lab} -q produce ${theirs} -z zstd < ${topics.lines('plain')}`,
      };
    },
  },
];

/**
 * @param {{ compression: string, options?: string, mustBe: number, aim: number }} row
 * @returns {import('./types.js').Row}
 */
function againstKcat({ compression, options = '', mustBe, aim }) {
  return {
    group: 'copy',
    work: options === '' ? `copy 1M × 100 B, 6 partitions, ${compression}` : 'the same',
    against: `kcat -C -e -q -f '%s\\n'${options} piped to kcat -P`,
    ...{ mustBe, aim },
    async prepare({ lab, topics, bootstrapServer }) {
      const [filled, own, theirs] = await topicsOf(topics, compression);
      const kcat = `kcat -b ${bootstrapServer}`;
      return {
        ours: `exec ${lab} -q copy ${filled} ${own} --execute`,
        peer: `${kcat} -C -t ${filled} -e -q -f '%s\\n'${options} | ${kcat} -P -t ${theirs} -z ${compression} -X acks=all`,
      };
    },
  };
}

/**
 * @param {{ compression: string, mustBe: number, aim: number }} row
 * @returns {import('./types.js').Row}
 */
function againstItself({ compression, mustBe, aim }) {
  return {
    group: 'copy',
    work: 'the same',
    against: 'its own read, then write',
    ...{ mustBe, aim },
    async prepare({ lab, topics }) {
      const [filled, own, theirs] = await topicsOf(topics, compression);
      return {
        ours: `exec ${lab} -q copy ${filled} ${own} --execute`,
        peer: `${lab} -q consume ${filled} --from-beginning --exit && ${lab} -q produce ${theirs} -z ${compression} < ${topics.lines('plain')}`,
      };
    },
  };
}

/**
 * One that is full, and two that are not.
 * @param {import('./topics.js').Topics} topics
 * @param {string} compression
 */
function topicsOf(topics, compression) {
  return Promise.all([
    topics.filled({ compression }),
    topics.empty(`copy-own-${compression}`),
    topics.empty(`copy-peer-${compression}`),
  ]);
}
