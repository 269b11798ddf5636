/** Whether a port of this machine is free, and which process has it if not. */
import { execFile } from 'node:child_process';
import { readFile, readdir, readlink } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { promisify } from 'node:util';

const run = promisify(execFile);

export async function isPortFree(port: number): Promise<boolean> {
  return (await whyNotFree(port)) === undefined;
}

/** Undefined for a port that can be listened on; `forbidden` is one below 1024 for a user who is not root. */
export function whyNotFree(port: number): Promise<'in use' | 'forbidden' | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }: NodeJS.ErrnoException) =>
      resolve(code === 'EACCES' ? 'forbidden' : 'in use'),
    );
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}

/** From here on Linux assigns ports to outgoing connections: a listener may find its port taken by chance. */
const firstPassing = 32_768;
/** Off the round numbers, so that it does not lead to the first port of another cluster. */
const backBy = 26_500;

/** `distance` from a port, or as often `backBy` less until it is below that range. */
export function portApart(port: number, distance: number): number {
  const apart = port + distance;
  return apart < firstPassing ? apart : portApart(port, distance - backBy);
}

/** The first free port at or after `from`, leaving out `taken`. */
export async function freePortFrom(from: number, taken: ReadonlySet<number>): Promise<number> {
  for (let port = from; port < 65536; port++) {
    if (!taken.has(port) && (await isPortFree(port))) return port;
  }
  return freePortFrom(20_000, taken);
}

export function accepts(port: number, timeoutMs = 500): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1', timeout: timeoutMs });
    const done = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('timeout', () => done(false));
  });
}

export interface PortHolder {
  readonly pid: number;
  /** The program's name, if known. */
  readonly program: string | undefined;
}

/** The process that listens on a port; `undefined` if it cannot be determined (another user's, or not supported). */
export async function portHolder(port: number): Promise<PortHolder | undefined> {
  return (await holderFromProc(port)) ?? (await holderFromLsof(port));
}

/** Whether that process listens on a port, perhaps beside others; `undefined` if it cannot be determined. */
export async function listensOn(pid: number, port: number): Promise<boolean | undefined> {
  const sockets = await listeningSockets(port);
  return sockets === undefined ? listensByLsof(pid, port) : holdsOneOf(String(pid), sockets);
}

/** As they are called among a process's descriptors; `undefined` without /proc. */
async function listeningSockets(port: number): Promise<ReadonlySet<string> | undefined> {
  const sockets = new Set<string>();
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  let isKnown = false;
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    const text = await readFile(table, 'utf8').catch(() => undefined);
    isKnown ||= text !== undefined;
    for (const line of (text ?? '').split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      // 0A: listening.
      if (state === '0A' && local?.endsWith(`:${wanted}`)) sockets.add(`socket:[${inode}]`);
    }
  }
  return isKnown ? sockets : undefined;
}

async function holdsOneOf(pid: string, sockets: ReadonlySet<string>): Promise<boolean> {
  for (const descriptor of await readdir(`/proc/${pid}/fd`).catch(() => [])) {
    const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
    if (sockets.has(target)) return true;
  }
  return false;
}

async function holderFromProc(port: number): Promise<PortHolder | undefined> {
  const sockets = await listeningSockets(port);
  if (sockets === undefined || sockets.size === 0) return undefined;
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid) || !(await holdsOneOf(pid, sockets))) continue;
    const program = (await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')).trim();
    return { pid: Number(pid), program: program || undefined };
  }
  return undefined;
}

const lsofFor = (port: number) => ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN'];

async function holderFromLsof(port: number): Promise<PortHolder | undefined> {
  const asked = run('lsof', [...lsofFor(port), '-Fpc'], { timeout: 3000 });
  const { stdout } = await asked.catch(() => ({ stdout: '' }));
  const pid = /^p(\d+)$/m.exec(stdout)?.[1];
  return pid ? { pid: Number(pid), program: /^c(.+)$/m.exec(stdout)?.[1] } : undefined;
}

async function listensByLsof(pid: number, port: number): Promise<boolean | undefined> {
  const asked = run('lsof', [...lsofFor(port), '-a', '-p', String(pid), '-Fp'], { timeout: 3000 });
  return asked.then(
    ({ stdout }) => stdout !== '',
    // 1: it found none.
    (error: unknown) => ((error as { code?: unknown }).code === 1 ? false : undefined),
  );
}
