/** The names there are at present, within a deadline: of the cluster that the line is about, or of this machine. */
import { parseGlobals } from '../../contract/check-options.js';
import type { ConfigPlaces } from '../../config/load-connections.js';
import type { Completable } from '../../contract/fields.js';
import type { KafkaSession } from '../../kafka/session/session.js';
import type { RegistryOpener } from '../../registry/registry-opener.js';
import { unlessAborted } from '../../text/wait.js';
import { ownerOfConfigs, presentNames, type NamingRegistry } from './present-names.js';
import type { TypedLine } from '../typed-line.js';

/** Sorted; none after `deadlineMs`, without an answer, or on any error. */
export async function namesOf(
  kind: Exclude<Completable, 'file'>,
  line: TypedLine,
  part: string,
  host: ConfigPlaces,
  deadlineMs: number,
): Promise<readonly string[]> {
  const { name } = line.options;
  let opened: RegistryOpener | undefined;
  const giveUp = new AbortController();
  // Completion never prompts.
  const quiet = {
    ...host,
    signal: giveUp.signal,
    memory: new Map<string, string>(),
    settled: new Set<string>(),
    askSecret: undefined,
    askTrust: undefined,
    warn: () => undefined,
    beforeChange: () => Promise.resolve(),
  };
  try {
    const names = await presentNames(kind, {
      places: host,
      cluster: typeof name === 'string' ? name : undefined,
      part,
      configs: {
        of: ownerOfConfigs(line.path[0]),
        // `topics create NAME` has no configs yet.
        name: line.path[1] === 'config' ? line.positionals[0] : undefined,
        words: line.positionals.slice(1),
      },
      ask: fromCluster,
      registry: fromRegistry,
    });
    // Kafka's own topics are asked for by their first letter.
    const isOwn = (each: string) => kind === 'topic' && each.startsWith('_') && !part.startsWith('_');
    return [...new Set(names)].filter((each) => !isOwn(each)).sort();
  } catch {
    return [];
  } finally {
    giveUp.abort();
    await opened?.close();
  }

  async function fromRegistry(): Promise<NamingRegistry | undefined> {
    const globals = parseGlobals({ ...line.globals, timeout: `${deadlineMs}ms` }, host.env);
    const { createRegistryOpener } = await import('../../registry/registry-opener.js');
    const { chooseConnection } = await import('../../config/choose-connection.js');
    opened = createRegistryOpener(globals, quiet, () => chooseConnection(globals, host));
    return opened.open();
  }

  async function fromCluster(
    ask: (session: KafkaSession) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const globals = parseGlobals({ ...line.globals, timeout: `${deadlineMs}ms` }, host.env);
    const { createSessionOpener } = await import('../../kafka/session/open.js');
    // Loading is part of the program's start; the deadline is for the cluster.
    await import('../../kafka/session/session.js');
    const { chooseConnection } = await import('../../config/choose-connection.js');
    const opener = createSessionOpener(globals, quiet, () => chooseConnection(globals, host));
    const answer = opener.open().then(ask);
    answer.catch(() => undefined);
    try {
      return (await unlessAborted(answer, AbortSignal.timeout(deadlineMs))) ?? [];
    } finally {
      giveUp.abort();
      await opener.close();
    }
  }
}
