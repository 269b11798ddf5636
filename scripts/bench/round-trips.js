// How many round trips a command waits for: what it takes longer over 100 ms than beside the broker, by 100 ms.

/** @type {import('./types.js').Row[]} */
export const rows = [
  trips('topics list', 3, () => 'topics list'),
  trips('topics describe', 4, (topic) => `topics describe ${topic}`),
  trips('groups list', 5, () => 'groups list'),
  trips('groups describe', 6, (_, group) => `groups describe ${group}`),
  trips('groups reset, the plan', 6, (topic, group) => `groups reset ${group} --topic ${topic} --to start`),
  trips('produce one record', 5, (topic) => `produce ${topic} one`),
  trips('last record', 5, (topic) => `consume ${topic} -n 1 --from -1`),
  trips(
    'consume --group, one record',
    15,
    (topic) => `consume ${topic} -n 1 --group trips-$$ --from-beginning`,
  ),
];

/**
 * @param {string} work
 * @param {number} mustBe
 * @param {(topic: string, group: string) => string} words
 * @returns {import('./types.js').Row}
 */
function trips(work, mustBe, words) {
  return {
    group: 'round-trips',
    work: `round trips of \`${work}\``,
    against: 'the same beside the broker',
    listener: 'far',
    of: 'roundTrips',
    mustBe,
    aim: mustBe - 1,
    runs: 5,
    async prepare({ listeners, topics }) {
      const topic = await topics.filled({ kind: 'few' });
      const group = await topics.group('round-trips', topic);
      const command = words(topic, group);
      return {
        ours: `exec ${listeners?.far.lab} -q ${command}`,
        peer: `exec ${listeners?.plain.lab} -q ${command}`,
      };
    },
  };
}
