// A line to a broker that is far away: node delay.js LISTEN_PORT BROKER_PORT MILLISECONDS. Each way takes so long, and as
// many bytes as come in may be under way at once, so that only distance is added and no limit of bandwidth.
import { connect, createServer } from 'node:net';
import { performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers';

const [listenPort = NaN, brokerPort = NaN, delayMs = NaN] = process.argv.slice(2).map(Number);

createServer({ noDelay: true }, (client) => {
  const broker = connect({ port: brokerPort, host: '127.0.0.1', noDelay: true });
  // Opening a connection takes a round trip as well; here the first bytes wait for it.
  const openedAt = performance.now() + 2 * delayMs;
  carry(client, broker, () => Math.max(0, openedAt - performance.now()) + delayMs);
  carry(broker, client, () => delayMs);
}).listen(listenPort, '127.0.0.1', () => process.stdout.write('listening\n'));

/**
 * @param {import('node:net').Socket} from
 * @param {import('node:net').Socket} to
 * @param {() => number} delay
 */
function carry(from, to, delay) {
  // Timers of unequal length could overtake each other.
  let lastAt = 0;
  /** @param {() => void} action */
  const later = (action) => {
    lastAt = Math.max(lastAt, performance.now() + delay());
    setTimeout(action, lastAt - performance.now());
  };
  from.on('data', (bytes) => later(() => to.writable && to.write(bytes)));
  from.on('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
  from.on('close', () => later(() => to.destroy()));
}
