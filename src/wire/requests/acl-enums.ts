/** Kafka's numbers for the parts of an access rule, by the names its tools print. */

export const aclResourceType = {
  any: 1,
  topic: 2,
  group: 3,
  cluster: 4,
  transactionalId: 5,
  delegationToken: 6,
  user: 7,
} as const;

/** `match` finds, in filters only, every rule that would apply to a name. */
export const aclPatternType = { any: 1, match: 2, literal: 3, prefixed: 4 } as const;

export const aclOperation = {
  any: 1,
  all: 2,
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  clusterAction: 9,
  describeConfigs: 10,
  alterConfigs: 11,
  idempotentWrite: 12,
  createTokens: 13,
  describeTokens: 14,
  twoPhaseCommit: 15,
} as const;

export const aclPermissionType = { any: 1, deny: 2, allow: 3 } as const;
