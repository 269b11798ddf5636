/** The stream read by one consumer, and copied by two copies, with transactions and without. */
import { createTopic } from '../../../kafka/topics/create-topic.js';
import { deleteTopics } from '../../../kafka/topics/delete-topics.js';
import { readLog, startReader, type LoggedRecord } from '../stream/readers.js';
import type { Stage, StreamReader } from '../stream/stage.js';
import { Copier } from './copier.js';
import { copyAccountOf, type CopyAccount } from './copy-account.js';

export interface Copies extends StreamReader {
  begin(): void;
  /** SIGKILL to both, once each writes. Throws LabError 'interrupted' on ^C. */
  crash(): Promise<void>;
  findings(
    log: readonly LoggedRecord[],
    interrupted: boolean,
  ): Promise<{ readonly copies: readonly CopyAccount[] }>;
}

/** A run that is under way, another one for the rest. */
const copyPatienceMs = 60_000;

export async function startCopies(stage: Stage): Promise<Copies> {
  const { topic, settings, session, brokers } = stage;
  const { partitions, replicationFactor, minInsync } = settings;
  const reader = startReader(stage);
  const copiers = [true, false].map(
    (isTransactional) =>
      new Copier(stage, `${topic}-${isTransactional ? 'once' : 'at-least-once'}`, isTransactional),
  );
  const targets = copiers.map(({ target }) => target);
  stage.afterwards(async () => {
    for (const target of targets) await deleteTopics(session, [target]).catch(() => undefined);
  });
  const configs = new Map([['min.insync.replicas', String(minInsync)]]);
  for (const name of targets) {
    const plan = { name, partitions, replicationFactor, configs };
    await createTopic(session, plan, { ifNotExists: false, dryRun: false });
  }
  const all = <T>(act: (copier: Copier) => Promise<T>) => Promise.all(copiers.map(act));
  return {
    begin() {
      stage.action('two copies begin: one with transactions, one without');
      for (const copier of copiers) copier.begin();
    },
    async crash() {
      await all((copier) => copier.crash());
    },
    async toTheEnd(withinMs) {
      const copying = all((copier) => copier.toTheEnd(withinMs === 0 ? 0 : copyPatienceMs));
      await Promise.all([copying, reader.toTheEnd(withinMs)]);
    },
    async stop() {
      await all((copier) => copier.stop());
      await reader.stop();
    },
    async findings(log, interrupted) {
      const keepsAll = settings.acks === 'all' && !settings.uncleanElections;
      const copies = await all(async ({ target, isTransactional, seen }) => {
        // What an aborted transaction has left in the log is no copy.
        const copied = await readLog(target, partitions, { session, brokers }, 'read_committed');
        return copyAccountOf(log, copied, seen, { isTransactional, keepsAll, interrupted });
      });
      return { copies };
    },
  };
}
