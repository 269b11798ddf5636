/** How each ZooKeeper server fares, and which sessions hold which ephemeral nodes. */
import { LabError } from '../../text/errors.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import type { ZooKeeperClient } from '../client/client.js';
import { askFourLetters, type FourLetters, type FourLettersAnswer } from './four-letters.js';
import {
  clientConnections,
  serverFacts,
  sessionsWithEphemerals,
  type ClientConnection,
  type ServerFacts,
} from './four-letters-answers.js';

export interface ServerStatus extends ServerFacts {
  /** `localhost:2181` */
  readonly address: string;
  /** It answered something, or took a session. */
  readonly isUp: boolean;
  /** Whether it took a session, which is all that its clients need. */
  readonly isServing: boolean;
  /** How long it took to be answered. */
  readonly answerMs: number | null;
  /** Questions that its whitelist does not allow. */
  readonly notAllowed: readonly FourLetters[];
  readonly problem: string | null;
}

export interface SessionStatus {
  readonly sessionId: string;
  /** Null when the server that it is connected to could not be asked. */
  readonly client: string | null;
  readonly timeoutMs: number | null;
  readonly ephemeralNodes: readonly string[];
}

export interface ZooKeeperStatus {
  readonly servers: readonly ServerStatus[];
  /** Null when no server was allowed to tell. */
  readonly sessions: readonly SessionStatus[] | null;
}

export interface StatusSettings {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Opens a session on this server alone: whether it serves. */
  open(server: Address): Promise<ZooKeeperClient>;
}

const questions = ['ruok', 'srvr', 'mntr', 'cons', 'dump'] as const satisfies readonly FourLetters[];

interface Asked {
  readonly status: ServerStatus;
  readonly clients: readonly ClientConnection[];
  /** Undefined where `dump` is not allowed. */
  readonly ephemerals: ReadonlyMap<string, readonly string[]> | undefined;
}

/** A server that is down is part of the answer. Throws LabError 'interrupted'. */
export async function zooKeeperStatus(
  servers: readonly Address[],
  settings: StatusSettings,
): Promise<ZooKeeperStatus> {
  const asked = await Promise.all(servers.map((server) => askServer(server, settings)));
  return { servers: asked.map(({ status }) => status), sessions: sessionsOf(asked) };
}

async function askServer(server: Address, settings: StatusSettings): Promise<Asked> {
  const startedAt = performance.now();
  // A signal of its own, since one that many listen to warns of a leak.
  const signal = AbortSignal.any([settings.signal]);
  let problem: string | null = null;
  let answerMs: number | null = null;
  const ask = async (word: FourLetters): Promise<[FourLetters, FourLettersAnswer]> => {
    const answer = await askFourLetters(server, word, { ...settings, signal });
    answerMs ??= Math.round(performance.now() - startedAt);
    return [word, answer];
  };
  let answers = new Map<FourLetters, FourLettersAnswer>();
  try {
    answers = new Map(await Promise.all(questions.map(ask)));
  } catch (error) {
    problem = messageOf(error);
  }
  // Only now, so that the session made here is not counted among the others.
  const isServing = problem === null && (await serves(server, settings, (reason) => (problem = reason)));
  const notAllowed = questions.filter((word) => answers.has(word) && answers.get(word) === undefined);
  return {
    status: {
      address: formatAddress(server),
      isUp: isServing || [...answers.values()].some((answer) => isZooKeeper(answer)),
      isServing,
      answerMs,
      ...serverFacts(answers.get('srvr'), answers.get('mntr')),
      notAllowed,
      problem,
    },
    clients: clientConnections(answers.get('cons')),
    ephemerals: answers.get('dump') === undefined ? undefined : sessionsWithEphemerals(answers.get('dump')),
  };
}

/** Also of one that says that it is not serving; other servers answer with errors of their own. */
function isZooKeeper(answer: FourLettersAnswer): boolean {
  return answer !== undefined && /^imok|^zookeeper|^zk_|this zookeeper/i.test(answer);
}

async function serves(
  server: Address,
  settings: StatusSettings,
  onProblem: (reason: string) => void,
): Promise<boolean> {
  try {
    const client = await settings.open(server);
    await client.close();
    return true;
  } catch (error) {
    onProblem(messageOf(error));
    return false;
  }
}

/** Every server knows its own clients; the leader alone knows all sessions. */
function sessionsOf(asked: readonly Asked[]): readonly SessionStatus[] | null {
  const mayTell = asked.filter(
    ({ status, ephemerals }) => ephemerals || (status.isUp && !status.notAllowed.includes('cons')),
  );
  if (mayTell.length === 0) return null;
  const clients = new Map(
    asked.flatMap((each) => each.clients).map((client) => [client.sessionId, client] as const),
  );
  const ephemerals = new Map(asked.flatMap((each) => [...(each.ephemerals ?? [])]));
  const ids = new Set([...ephemerals.keys(), ...clients.keys()]);
  return [...ids].sort().map((sessionId) => ({
    sessionId,
    client: clients.get(sessionId)?.client ?? null,
    timeoutMs: clients.get(sessionId)?.sessionTimeoutMs ?? null,
    ephemeralNodes: [...(ephemerals.get(sessionId) ?? [])].sort(),
  }));
}

function messageOf(error: unknown): string {
  if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
  return error.message;
}
