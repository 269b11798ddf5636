/** The names there are at present: from the cluster that the line is about, and from what is kept on this machine. */
import { readdirSync } from 'node:fs';
import { parseGlobals } from '../check-options.js';
import { clusterFolder, clustersFolder, readState } from '../cluster/find-cluster.js';
import type { Folders } from '../config/folders.js';
import type { Completable } from '../fields.js';
import type { KafkaSession } from '../kafka/session.js';
import type { TypedLine } from './typed-line.js';

export interface NamesHost {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly folders: Folders;
}

const practiceCluster = 'lab';

/** Sorted; none when `deadlineMs` are over, when nobody answers, and in every other trouble. */
export async function namesOf(
  kind: Exclude<Completable, 'file'>,
  line: TypedLine,
  part: string,
  host: NamesHost,
  deadlineMs: number,
): Promise<readonly string[]> {
  try {
    return [...new Set(await lookUp())].sort();
  } catch {
    return [];
  }

  function lookUp(): readonly string[] | Promise<readonly string[]> {
    switch (kind) {
      case 'topic':
        return fromCluster(async (session) => {
          const { topics } = await session.metadata(null);
          // Kafka's own topics are asked for by their first letter.
          return topics
            .map(({ name }) => name)
            .filter((name) => part.startsWith('_') || !name.startsWith('_'));
        });
      case 'group':
        return fromCluster(async (session) => {
          const { groupIds } = await import('../kafka/group-ids.js');
          return groupIds(session);
        });
      case 'broker':
        return fromCluster(async (session) => {
          const { brokers } = await session.metadata([]);
          return brokers.map(({ id }) => String(id));
        });
      case 'cluster':
        return readdirSync(clustersFolder(host.folders));
      case 'service':
        return serviceNames();
      case 'connection':
        return connectionNames();
    }
  }

  /** By their names, and by their numbers for somebody who began with one. */
  function serviceNames(): string[] {
    const name = typeof line.options['name'] === 'string' ? line.options['name'] : practiceCluster;
    const services = readState(clusterFolder(host.folders, name))?.services ?? [];
    return services.map((service) => (/^\d/.test(part) ? String(service.id) : service.name));
  }

  async function connectionNames(): Promise<readonly string[]> {
    const { loadConnections } = await import('../config/load-connections.js');
    return (await loadConnections(host)).all.map(({ name }) => name);
  }

  async function fromCluster(
    ask: (session: KafkaSession) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const giveUp = new AbortController();
    const globals = parseGlobals({ ...line.globals, timeout: `${deadlineMs}ms` }, host.env);
    const { createSessionOpener } = await import('../kafka/open.js');
    // Loading is part of the program's start; the deadline is for the cluster.
    await import('../kafka/session.js');
    const { chooseConnection } = await import('../config/choose-connection.js');
    const opener = createSessionOpener(
      globals,
      // Nobody is asked anything while a key is pressed.
      { ...host, signal: giveUp.signal, memory: new Map(), askSecret: undefined },
      () => chooseConnection(globals, host),
    );
    const answer = opener.open().then(ask);
    answer.catch(() => undefined);
    let timer: NodeJS.Timeout | undefined;
    const deadline = new Promise<readonly string[]>((resolve) => {
      timer = setTimeout(() => resolve([]), deadlineMs);
    });
    try {
      return await Promise.race([answer, deadline]);
    } finally {
      clearTimeout(timer);
      giveUp.abort();
      await opener.close();
    }
  }
}
