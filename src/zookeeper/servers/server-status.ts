/** The state of each ZooKeeper server, and which sessions own which ephemeral nodes. */
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
  /** It answered a word, or accepted a session. */
  readonly isUp: boolean;
  /** Whether it accepted a session, which is all that its clients need. */
  readonly isServing: boolean;
  /** How long its answer took. */
  readonly answerMs: number | null;
  /** Words that are not in its whitelist. */
  readonly notAllowed: readonly FourLetters[];
  readonly problem: string | null;
}

export interface SessionStatus {
  readonly sessionId: string;
  /** Null if the server that it is connected to could not be asked. */
  readonly client: string | null;
  readonly timeoutMs: number | null;
  readonly ephemeralNodes: readonly string[];
}

export interface ZooKeeperStatus {
  readonly servers: readonly ServerStatus[];
  /** Null if no server allowed `dump`. */
  readonly sessions: readonly SessionStatus[] | null;
}

export interface StatusSettings {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** Opens a session on this server alone, to find out whether it serves. */
  open(server: Address): Promise<ZooKeeperClient>;
}

const questions = ['ruok', 'srvr', 'mntr', 'cons', 'dump'] as const satisfies readonly FourLetters[];

interface Asked {
  readonly status: ServerStatus;
  readonly clients: readonly ClientConnection[];
  /** Undefined if `dump` is not allowed. */
  readonly ephemerals: ReadonlyMap<string, readonly string[]> | undefined;
}

/** A server that is down is part of the result. Throws LabError 'interrupted'. */
export async function zooKeeperStatus(
  servers: readonly Address[],
  settings: StatusSettings,
): Promise<ZooKeeperStatus> {
  const asked = await Promise.all(servers.map((server) => askServer(server, settings)));
  return { servers: asked.map(({ status }) => status), sessions: sessionsOf(asked) };
}

async function askServer(server: Address, settings: StatusSettings): Promise<Asked> {
  const startedAt = performance.now();
  // A derived signal: Node warns of a leak if one signal has many listeners.
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
  // Last, so that the session opened here is not counted among the others.
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

/** True also if it says that it is not serving; other kinds of servers answer with their own errors. */
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
