// Ports for the clusters of tests.
import { createServer } from 'node:net';

/**
 * The first of `count` neighbouring ports on which nothing listens, in the thousand that begins with `from`.
 * @param {number} count
 * @param {number} from
 * @returns {Promise<number>}
 */
export async function freePorts(count, from) {
  for (let base = from + (process.pid % 240) * 4; ; base += count) {
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(base + index)));
    if (free.every(Boolean)) return base;
  }
}

/**
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
