/** ZooKeeper's four-letter words: any server answers those in its whitelist without a session. */
import { connect } from 'node:net';
import { LabError } from '../../text/errors.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import { connectFailure, garbled, neverConnected, silentServer } from '../client/server-failure.js';

export type FourLetters = 'ruok' | 'srvr' | 'mntr' | 'cons' | 'dump';

/** `dump` of a server with 100,000 sessions takes some 10 MB. */
const mostAnswerLength = 64 * 1024 * 1024;

/** The text of the answer; undefined if the server does not allow this word. */
export type FourLettersAnswer = string | undefined;

/** Throws LabError 'unreachable' or 'interrupted'. */
export function askFourLetters(
  server: Address,
  word: FourLetters,
  settings: { readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<FourLettersAnswer> {
  const address = formatAddress(server);
  return new Promise((resolve, reject) => {
    let answer = '';
    let isConnected = false;
    const finish = (done: () => void) => {
      clearTimeout(timer);
      settings.signal.removeEventListener('abort', interrupt);
      socket.destroy();
      done();
    };
    const interrupt = () => finish(() => reject(new LabError('interrupted', '')));
    const timer = setTimeout(() => {
      const explain = isConnected ? silentServer : neverConnected;
      finish(() => reject(explain(address, settings.timeoutMs)));
    }, settings.timeoutMs);
    const socket = connect({ host: server.host, port: server.port }, () => {
      isConnected = true;
      socket.write(word);
    });
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      answer += chunk;
      if (answer.length > mostAnswerLength)
        finish(() => reject(garbled(address, 'an answer without an end')));
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      finish(() => reject(connectFailure(address, error))),
    );
    // The server closes the connection after its answer; some servers do not answer a word that is not allowed.
    socket.on('close', () => finish(() => resolve(isRefused(answer) ? undefined : answer)));
    settings.signal.addEventListener('abort', interrupt);
    if (settings.signal.aborted) interrupt();
  });
}

function isRefused(answer: string): boolean {
  return answer === '' || answer.includes('not in the whitelist');
}
