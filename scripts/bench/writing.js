// The rows about writing.
import { onListener } from './on-listener.js';

/** @type {import('./types.js').Row[]} */
export const rows = [
  written({ work: 'write 1M lines, unkeyed, acks=all', against: 'kcat -P -l', mustBe: 1.3, aim: 1 }),
  written({
    work: 'write 1M keyed lines, acks=all',
    against: 'kcat -P -K',
    kind: 'keyed',
    mustBe: 1.4,
    aim: 1,
  }),
  written({
    work: 'write 1M lines over SASL_SSL, acks=all',
    against: 'kcat -P -l',
    listener: 'login',
    mustBe: 1,
    aim: 0.8,
  }),
  ...[1, 6, 50].map((partitions) =>
    written({
      work: `write 200k lines over 100 ms, ${partitions} partition${partitions === 1 ? '' : 's'}`,
      against: 'kcat -P -l',
      listener: 'far',
      kind: 'far',
      partitions,
      mustBe: 1.2,
      aim: 0.9,
    }),
  ),
  {
    group: 'write',
    work: '`produce --json`, 1M lines of `consume -o jsonl`',
    against: 'its own plain lines',
    mustBe: 2,
    aim: 1.4,
    async prepare({ lab, topics }) {
      const filled = await topics.filled({});
      const records = await topics.file(
        'records.jsonl',
        `${lab} -q consume ${filled} --from-beginning --exit -o jsonl`,
      );
      const [own, theirs] = [await topics.empty('write-json'), await topics.empty('write-plain')];
      return {
        ours: `exec ${lab} -q produce ${own} --json < ${records}`,
        peer: `exec ${lab} -q produce ${theirs} < ${topics.lines('plain')}`,
      };
    },
  },
];

/**
 * @param {Pick<import('./types.js').Row, 'work' | 'against' | 'mustBe' | 'aim'> & {
 *   kind?: import('./types.js').Lines, listener?: keyof import('./types.js').Listeners, partitions?: number }} row
 * @returns {import('./types.js').Row}
 */
function written({ kind = 'plain', listener, partitions = 6, ...row }) {
  return {
    ...row,
    group: listener ? `write-${listener}` : 'write',
    ...(listener === undefined ? {} : { listener }),
    async prepare(context) {
      const { lab, kcat } = onListener(context, listener);
      const { topics } = context;
      const path = topics.lines(kind);
      const name = ['write', kind, listener ?? 'plain', partitions].join('-');
      const own = await topics.empty(`${name}-own`, partitions);
      const theirs = await topics.empty(`${name}-peer`, partitions);
      const keys = kind === 'keyed' ? '-K : ' : '';
      return {
        ours: `exec ${lab} -q produce ${own} ${keys}< ${path}`,
        peer: `exec kcat ${kcat} -P -t ${theirs} ${keys}-l ${path} -X acks=all`,
      };
    },
  };
}
