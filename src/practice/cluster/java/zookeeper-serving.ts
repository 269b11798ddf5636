/** ZooKeeper's four-letter words, as needed to start and observe a cluster. */
import { connect } from 'node:net';

/** The answer to `srvr`, `dump` …; an empty text when none came in time. */
function askZooKeeper(port: number, word: string, timeoutMs = 1000): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect({ port, host: '127.0.0.1' }, () => void socket.write(word));
    const timer = setTimeout(() => socket.destroy(), timeoutMs);
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => (answer += chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(answer);
    });
  });
}

/** `ruok` is answered with `imok` even before ZooKeeper has read its data; `srvr`, which needs no permission, is not. */
export async function isServing(port: number): Promise<boolean> {
  return (await askZooKeeper(port, 'srvr', 500)).includes('Zookeeper version');
}

/** Ids of the brokers that have a session; `undefined` if ZooKeeper does not say (down, or `dump` not allowed). */
export async function registeredBrokers(port: number): Promise<ReadonlySet<number> | undefined> {
  const dump = await askZooKeeper(port, 'dump', 500);
  if (!dump.includes('SessionTracker')) return undefined;
  return new Set([...dump.matchAll(/\/brokers\/ids\/(\d+)$/gm)].map((match) => Number(match[1])));
}
