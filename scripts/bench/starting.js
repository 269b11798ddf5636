// The rows about short commands, whose time is that of the start.
/** @type {import('./types.js').Row[]} */
export const rows = [
  {
    group: 'start',
    work: '`--version`',
    against: 'node -e 0',
    mustBe: 1.12,
    aim: 1.12,
    prepare: ({ program, node }) => ({ ours: `exec ${program} --version`, peer: `exec ${node} -e 0` }),
  },
  {
    group: 'start',
    work: '`--help`',
    against: 'node -e 0',
    mustBe: 2.2,
    aim: 1.8,
    prepare: ({ program, node }) => ({ ours: `exec ${program} --help`, peer: `exec ${node} -e 0` }),
  },
  {
    group: 'start',
    work: '`topics list` on a small cluster',
    against: 'node -e 0',
    mustBe: 1.7,
    aim: 1.5,
    prepare: ({ lab, node }) => ({ ours: `exec ${lab} -q topics list`, peer: `exec ${node} -e 0` }),
  },
  loggedIn('`topics list` over SASL_SSL', () => 'topics list'),
  loggedIn('last 10 of each of 6 partitions over SASL_SSL', (topic) => `consume ${topic} --from -10 --exit`),
];

/**
 * @param {string} work
 * @param {(topic: string) => string} words
 * @returns {import('./types.js').Row}
 */
function loggedIn(work, words) {
  return {
    group: 'start-login',
    work,
    against: 'kafka-lab, plaintext',
    listener: 'login',
    mustBe: 1.3,
    aim: 1.15,
    sameOutput: true,
    async prepare({ listeners, topics }) {
      const command = words(await topics.filled({}));
      return {
        ours: `exec ${listeners?.login.lab} -q ${command}`,
        peer: `exec ${listeners?.plain.lab} -q ${command}`,
      };
    },
  };
}
