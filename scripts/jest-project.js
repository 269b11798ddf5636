// How one project of jest.config.js is run, by `npm test` and by `npm run test:…`.
import { spawn } from 'node:child_process';
import { availableParallelism, constants, setPriority } from 'node:os';

/** On one cluster one file at a time; brokers take longer to answer than the 5 s that Jest gives a test. */
const onBrokers = { needsBuild: true, options: ['--runInBand', '--testTimeout', '30000'] };
/** Each of Kafka's own scripts is a JVM to start. */
const onScripts = { needsBuild: true, options: ['--runInBand', '--testTimeout', '120000'] };

/**
 * Processes of Jest for what needs no broker. Its tests wait nearly as long as they compute, so that more of them than processors
 * pay, and fewer if others need the processors at the same time.
 */
export const workers = { alone: availableParallelism() + 4, besideOthers: availableParallelism() + 1 };

export const projects = new Map([
  ['unit', { needsBuild: false, options: ['--testTimeout', '15000'] }],
  ['broker', onBrokers],
  ['kraft', onBrokers],
  ['practice', onBrokers],
  ['drills', onBrokers],
  ['peers', onBrokers],
  ['clients', onBrokers],
  ['clients-kraft', onBrokers],
  ['scripts', onScripts],
  ['scripts-kraft', onScripts],
  ['referees', { needsBuild: false, options: [] }],
  // It packs, and so builds, itself.
  ['package', { ...onBrokers, needsBuild: false }],
  ['docker', { ...onBrokers, needsBuild: false }],
]);

/**
 * Nearly all that tests make is soon garbage, which costs less to collect in larger pieces, and without more threads than there are
 * processors for the processes of Jest; and functions are compiled with their files, so that `compile-once.js` keeps them. Jest's
 * processes get these options too.
 */
const forShortLives = [
  '--min-semi-space-size=32',
  '--max-semi-space-size=64',
  '--no-lazy',
  '--single-threaded-gc',
];

/**
 * Only if all files are run. A process keeps some of what each file of unit tests leaves in it, so that it pays to begin a new one;
 * with a few files Jest complains that its processes have ended.
 */
const optionsOfAll = new Map([['unit', ['--workerIdleMemoryLimit=800MB']]]);

/**
 * Runs it, and says with which status it ended.
 * @param {string} name
 * @param {readonly string[]} options
 * @param {number} most processes, unless the options say
 */
export function runProject(name, options = [], most = workers.alone) {
  const { options: own = [] } = projects.get(name) ?? {};
  const isChosen = [...own, ...options].some((option) => /^(--runInBand|--maxWorkers|-[iw])/.test(option));
  const isWhole = !options.some((option) => option.startsWith('--test'));
  return runNode(
    [
      ...forShortLives,
      'node_modules/jest/bin/jest.js',
      ...['--selectProjects', name],
      ...own,
      ...(isChosen ? [] : [`--maxWorkers=${most}`]),
      ...((isWhole && optionsOfAll.get(name)) || []),
      ...options,
    ],
    { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
  );
}

/**
 * Runs a script of Node's, and says with which status it ended.
 * @param {readonly string[]} argv
 * @returns {Promise<number>}
 */
export function runNode(argv, env = process.env) {
  const child = spawn(process.execPath, argv, { stdio: 'inherit', env });
  return new Promise((resolve) => child.on('close', (status) => resolve(status ?? 1)));
}

/**
 * The same on what others leave of the processors, and with what it wrote, as others write at the same time.
 * @param {readonly string[]} argv
 * @returns {Promise<{ status: number, output: string }>}
 */
export function runNodeAside(argv) {
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  return new Promise((resolve) => child.on('close', (status) => resolve({ status: status ?? 1, output })));
}
