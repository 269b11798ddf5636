// The rows about writing.
/** @type {import('./types.js').Row[]} */
export const rows = [
  row(false, {
    work: 'write 1M lines, unkeyed, acks=all',
    against: 'kcat -P -l',
    mustBe: 1.3,
    aim: 1,
  }),
  row(true, { work: 'write 1M keyed lines, acks=all', against: 'kcat -P -K', mustBe: 1.4, aim: 1 }),
];

/**
 * @param {boolean} keyed
 * @param {Pick<import('./types.js').Row, 'work' | 'against' | 'mustBe' | 'aim'>} row
 * @returns {import('./types.js').Row}
 */
function row(keyed, { work, against, mustBe, aim }) {
  return {
    group: 'write',
    work,
    against,
    mustBe,
    aim,
    async prepare({ lab, topics, bootstrapServer }) {
      const path = topics.lines(keyed);
      const name = keyed ? 'write-keyed' : 'write';
      const [own, theirs] = [await topics.empty(`${name}-own`), await topics.empty(`${name}-peer`)];
      return {
        ours: `exec ${lab} -q produce ${own} ${keyed ? '-K : ' : ''}< ${path}`,
        peer: `exec kcat -b ${bootstrapServer} -P -t ${theirs} ${keyed ? '-K : ' : ''}-l ${path} -X acks=all`,
      };
    },
  };
}
