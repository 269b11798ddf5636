/** The answers to four-letter words, parsed. Sources: the answers of ZooKeeper 3.4 to 3.9. */

export interface ServerFacts {
  readonly version: string | null;
  /** standalone, leader, follower or observer. */
  readonly mode: string | null;
  readonly latencyMs: { readonly min: number; readonly average: number; readonly max: number } | null;
  readonly connections: number | null;
  readonly znodes: number | null;
  readonly watches: number | null;
  readonly ephemerals: number | null;
  readonly outstandingRequests: number | null;
  readonly dataSizeBytes: number | null;
  readonly uptimeMs: number | null;
  readonly zxid: string | null;
}

export interface ClientConnection {
  /** `172.18.0.4:48400` */
  readonly client: string;
  readonly sessionId: string;
  readonly sessionTimeoutMs: number | null;
}

/** mntr has more, but is newer; only srvr has the zxid. */
export function serverFacts(srvr: string | undefined, mntr: string | undefined): ServerFacts {
  const said = new Map([...lines(srvr, /^([^:]+):\s*(.*)$/), ...lines(mntr, /^zk_(\w+)\s+(.*)$/)]);
  const number = (...names: string[]) => {
    const text = names.map((name) => said.get(name)).find((value) => value !== undefined);
    const value = Number(text);
    return text === undefined || Number.isNaN(value) ? null : value;
  };
  const latency = said.get('Latency min/avg/max')?.split('/').map(Number);
  const min = latency?.[0] ?? number('min_latency');
  const average = latency?.[1] ?? number('avg_latency');
  const max = latency?.[2] ?? number('max_latency');
  const version = said.get('Zookeeper version') ?? said.get('version');
  return {
    version: /^[\d.]+/.exec(version ?? '')?.[0] ?? null,
    mode: said.get('Mode') ?? said.get('server_state') ?? null,
    latencyMs: min === null || average === null || max === null ? null : { min, average, max },
    connections: number('num_alive_connections', 'Connections'),
    znodes: number('znode_count', 'Node count'),
    watches: number('watch_count'),
    ephemerals: number('ephemerals_count'),
    outstandingRequests: number('outstanding_requests', 'Outstanding'),
    dataSizeBytes: number('approximate_data_size'),
    uptimeMs: number('uptime'),
    zxid: said.get('Zxid') ?? null,
  };
}

/** Of `cons`: the clients that have a session. */
export function clientConnections(cons: string | undefined): readonly ClientConnection[] {
  return (cons ?? '').split('\n').flatMap((line) => {
    const match = /^\s*\/(\S+)\[\d+\]\((.*)\)/.exec(line);
    const fields = new Map(match?.[2]?.split(',').map((field) => split(field)));
    const sessionId = fields.get('sid');
    if (match?.[1] === undefined || sessionId === undefined) return [];
    const timeoutMs = Number(fields.get('to'));
    return [
      {
        client: match[1],
        sessionId,
        sessionTimeoutMs: Number.isNaN(timeoutMs) ? null : timeoutMs,
      },
    ];
  });
}

/** Of `dump`: session id → its ephemeral nodes. Only a leader or a standalone server knows all sessions. */
export function sessionsWithEphemerals(dump: string | undefined): ReadonlyMap<string, readonly string[]> {
  const [, ephemerals = ''] = (dump ?? '').split(/^ephemeral nodes dump:.*$/m);
  const [part = ''] = ephemerals.split(/^Connections dump:.*$/m);
  const sessions = new Map<string, string[]>();
  let paths: string[] = [];
  for (const line of part.split('\n')) {
    const session = /^(0x[0-9a-f]+):\s*$/.exec(line)?.[1];
    const path = /^\s+(\/.*)$/.exec(line)?.[1];
    if (session !== undefined) sessions.set(session, (paths = []));
    else if (path !== undefined) paths.push(path);
  }
  return sessions;
}

function lines(text: string | undefined, pattern: RegExp): [string, string][] {
  return (text ?? '').split('\n').flatMap((line): [string, string][] => {
    const match = pattern.exec(line.trimEnd());
    return match?.[1] === undefined ? [] : [[match[1], match[2] ?? '']];
  });
}

function split(field: string): [string, string] {
  const at = field.indexOf('=');
  return [field.slice(0, at), field.slice(at + 1)];
}
