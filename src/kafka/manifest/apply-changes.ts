/** Applies the changes that a comparison found, one after the other; each may fail by itself. */
import type { Change } from './changes.js';
import { addAcls, removeAcls } from '../security/acls.js';
import { addPartitions } from '../topics/add-partitions.js';
import { alterConfig } from '../configs/alter-config.js';
import { alterQuota } from '../security/client-quotas.js';
import { createTopic } from '../topics/create-topic.js';
import { deleteTopics } from '../topics/delete-topics.js';
import { asLabError } from '../connection/errors.js';
import { planReassignment, startReassignment } from '../reassign/reassign-topics.js';
import { removeUser, setPassword } from '../security/scram-users.js';
import type { KafkaSession } from '../session/session.js';

export interface AppliedChange {
  readonly change: Change;
  readonly outcome: 'planned' | 'done' | 'started' | 'failed';
  readonly problem: string | null;
}

export type Passwords = (change: Change & { kind: 'password' }) => Promise<string>;

/** In order. `passwords` is called for those that are needed. */
export async function applyChanges(
  session: KafkaSession,
  changes: readonly Change[],
  passwords: Passwords,
): Promise<readonly AppliedChange[]> {
  const applied: AppliedChange[] = [];
  for (const change of changes) {
    try {
      await apply(session, change, passwords);
      // Copying replicas continues in the background.
      applied.push({ change, outcome: change.kind === 'replicas' ? 'started' : 'done', problem: null });
    } catch (thrown) {
      const error = asLabError(thrown);
      if (error.code === 'interrupted') throw error;
      applied.push({ change, outcome: 'failed', problem: error.message });
    }
  }
  return applied;
}

async function apply(session: KafkaSession, change: Change, passwords: Passwords): Promise<unknown> {
  switch (change.kind) {
    case 'new topic': {
      const { topic: name, partitions, replicationFactor, configs } = change;
      const plan = {
        name,
        partitions: partitions ?? -1,
        replicationFactor: replicationFactor ?? -1,
        configs: new Map(Object.entries(configs)),
      };
      return createTopic(session, plan, { ifNotExists: false, dryRun: false });
    }
    case 'old topic': {
      const [deleted] = await deleteTopics(session, [change.topic]);
      if (deleted?.problem) throw new Error(deleted.problem);
      return deleted;
    }
    case 'partitions':
      return addPartitions(session, change.topic, change.after);
    case 'replicas': {
      const request = {
        topics: [change.topic],
        brokers: [],
        replicationFactor: change.after,
        throttle: undefined,
      };
      const { moves } = await startReassignment(session, await planReassignment(session, request));
      const problem = moves.find((move) => move.problem !== null)?.problem;
      if (problem) throw new Error(problem);
      return moves;
    }
    case 'config': {
      const { name, after } = change;
      const set = new Map(after === null ? [] : [[name, after] as const]);
      const unset = after === null ? [name] : [];
      return alterConfig(
        session,
        { kind: 'topic', name: change.topic },
        { show: [], set, unset },
        { dryRun: false },
      );
    }
    case 'new acl':
      return addAcls(session, [change.acl]);
    case 'old acl':
      return removeAcls(session, [change.acl]);
    case 'quota': {
      const { whose, limit, after } = change;
      return alterQuota(session, whose, {
        set: after === null ? {} : { [limit]: after },
        remove: after === null ? [limit] : [],
      });
    }
    case 'password': {
      const { user, mechanism, iterations } = change;
      return setPassword(session, { user, mechanism, iterations, password: await passwords(change) });
    }
    case 'old password':
      return removeUser(session, change.user, change.mechanism);
  }
}
