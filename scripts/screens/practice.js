// A practice cluster for pictures, in a folder of its own, with the same topics, records and groups each time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { endForsaken, environment } from '../broker-tests.js';
import { freePorts } from '../free-ports.js';

const program = fileURLToPath(new URL('../../bin/kafka-lab.js', import.meta.url));

/** @typedef {Awaited<ReturnType<typeof startPractice>>} Practice */

export async function startPractice() {
  endForsaken();
  const own = join(environment.KAFKA_LAB_HOME, 'own');
  const cache = join(environment.KAFKA_LAB_HOME, 'cache');
  mkdirSync(own, { recursive: true });
  mkdirSync(cache, { recursive: true });
  const home = mkdtempSync(join(own, `${process.pid}-`));
  symlinkSync(cache, join(home, 'cache'));
  // As many digits as the usual ones.
  const basePort = await freePorts(4, 5000);

  /** @param {string[]} argv */
  const start = (...argv) => {
    const child = spawn(process.execPath, [program, ...argv], {
      stdio: ['pipe', 'ignore', 'pipe'],
      env: { ...process.env, KAFKA_LAB_HOME: home, NODE_OPTIONS: '' },
    });
    // One that has ended reads no more.
    child.stdin.on('error', () => undefined);
    child.stderr.setEncoding('utf8');
    return child;
  };
  /**
   * @param {string} input
   * @param {string[]} argv
   */
  const lab = async (input, ...argv) => {
    const child = start(...argv);
    let said = '';
    child.stderr.on('data', (/** @type {string} */ text) => (said += text));
    child.stdin.end(input);
    const [status] = await once(child, 'close');
    if (status !== 0) throw new Error(`kafka-lab ${argv.join(' ')} ended with ${status}: ${said}`);
  };
  const practice = {
    home,
    basePort,
    start,
    lab,
    async remove() {
      await lab('', 'cluster', 'down', '--delete-data', '--yes').finally(() =>
        rmSync(home, { recursive: true, force: true }),
      );
    },
  };
  try {
    await lab(
      '',
      ...['cluster', 'up', '--engine', 'java', '--base-port', String(basePort)],
      ...['--zookeeper-port', String(basePort + 3)],
    );
    await fill(practice);
  } catch (error) {
    await practice.remove();
    throw error;
  }
  return practice;
}

/** @param {Pick<Practice, 'lab'>} practice */
async function fill({ lab }) {
  const replicas = '1:2:3,2:3:1,3:1:2,1:3:2,2:1:3,3:2:1';
  for (const topic of ['audit-log', 'orders', 'payments']) {
    await lab('', 'topics', 'create', topic, '--replica-assignment', replicas);
  }
  await lab(orders(0, 600), 'produce', 'orders', '--key-separator', '\t');
  await lab(orders(0, 200), 'produce', 'payments', '--key-separator', '\t');
  await lab('', 'consume', 'payments', '--group', 'audit', '--from', 'start', '-n', '200', '--exit');
  await lab('', 'consume', 'orders', '--group', 'billing', '--from', 'start', '-n', '600', '--exit');
  // What their readers have not read.
  await lab(orders(200, 50), 'produce', 'payments', '--key-separator', '\t');
  await lab(orders(600, 90), 'produce', 'orders', '--key-separator', '\t');
}

/**
 * Keys and values with a tab between them.
 * @param {number} from
 * @param {number} count
 */
export function orders(from, count) {
  const places = ['Da Nang', 'Hanoi', 'Hue', 'Can Tho', 'Saigon'];
  return Array.from({ length: count }, (_, index) => {
    const id = from + index;
    const value = {
      order: 1000 + id,
      amount: ((id * 37) % 400) + 5,
      paid: id % 3 !== 0,
      city: places[id % places.length],
    };
    return `customer-${(id * 7) % 40}\t${JSON.stringify(value)}\n`;
  }).join('');
}
