/** Kafka's error codes: the name of each, whether a retry may help, and what it means in a sentence; `src/words` has what to do. */

export interface KafkaErrorCode {
  readonly code: number;
  /** As Kafka's documentation spells it. */
  readonly name: string;
  readonly retriable: boolean;
  readonly meaning: string;
}

/** Codes up to Kafka 4.4; an unknown one comes from a newer broker. */
export function kafkaErrorCode(code: number): KafkaErrorCode {
  return (
    byCode.get(code) ?? {
      code,
      name: `ERROR_${code}`,
      retriable: false,
      meaning: 'A newer broker than kafka-lab knows sent this code.',
    }
  );
}

/** The number of a known name, for comparisons that can be read. */
export function errorCodeNamed(name: ErrorName): number {
  return codes[name][0];
}

export type ErrorName = keyof typeof codes;

const again = true;

const codes = {
  UNKNOWN_SERVER_ERROR: [-1, 'The broker had an internal error; its log has the cause.'],
  NONE: [0, 'No error.'],
  OFFSET_OUT_OF_RANGE: [
    1,
    'The partition does not have that offset: it is below the start of the log or past its end.',
  ],
  CORRUPT_MESSAGE: [2, 'The records arrived damaged, or one without a key went to a compacted topic.', again],
  UNKNOWN_TOPIC_OR_PARTITION: [3, 'The broker does not know this topic or partition.', again],
  INVALID_FETCH_SIZE: [4, 'The fetch size is not valid.'],
  LEADER_NOT_AVAILABLE: [
    5,
    'The partition has no leader at the moment; an election may be in progress.',
    again,
  ],
  NOT_LEADER_OR_FOLLOWER: [
    6,
    'The broker asked is not the leader (or a replica) of the partition; metadata is out of date.',
    again,
  ],
  REQUEST_TIMED_OUT: [7, 'The broker could not finish in the time that the request allowed.', again],
  BROKER_NOT_AVAILABLE: [8, 'The required broker is not running.'],
  REPLICA_NOT_AVAILABLE: [9, 'The required replica is not available.', again],
  MESSAGE_TOO_LARGE: [10, 'The record batch is larger than max.message.bytes allows.'],
  STALE_CONTROLLER_EPOCH: [11, 'The controller changed while the request was on its way.'],
  OFFSET_METADATA_TOO_LARGE: [
    12,
    'The text stored with a committed offset is longer than offset.metadata.max.bytes.',
  ],
  NETWORK_EXCEPTION: [13, 'The connection broke before the answer came.', again],
  COORDINATOR_LOAD_IN_PROGRESS: [14, 'The coordinator is still reading its state.', again],
  COORDINATOR_NOT_AVAILABLE: [15, 'No coordinator is ready for this group or transaction yet.', again],
  NOT_COORDINATOR: [16, 'Another broker is the coordinator now.', again],
  INVALID_TOPIC_EXCEPTION: [17, "The topic's name is not allowed, or clients may not write to it."],
  RECORD_LIST_TOO_LARGE: [18, 'The record batch is larger than a whole log segment.'],
  NOT_ENOUGH_REPLICAS: [
    19,
    'Fewer replicas are in sync than min.insync.replicas requires; nothing was written.',
    again,
  ],
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: [
    20,
    'The records were written, but too few in-sync replicas have them.',
    again,
  ],
  INVALID_REQUIRED_ACKS: [21, 'The broker does not accept this value of acks.'],
  ILLEGAL_GENERATION: [22, 'The member uses an old generation of the group.'],
  INCONSISTENT_GROUP_PROTOCOL: [23, 'The members of the group have no assignment protocol in common.'],
  INVALID_GROUP_ID: [24, "The group's name is not allowed."],
  UNKNOWN_MEMBER_ID: [25, 'The group has no member with that id.'],
  INVALID_SESSION_TIMEOUT: [26, 'The session timeout is outside the limits of the broker.'],
  REBALANCE_IN_PROGRESS: [27, 'The group is rebalancing; the member has to rejoin.'],
  INVALID_COMMIT_OFFSET_SIZE: [28, 'The committed offset is larger than the broker allows.'],
  TOPIC_AUTHORIZATION_FAILED: [29, 'The user is not authorized to do this with the topic.'],
  GROUP_AUTHORIZATION_FAILED: [30, 'The user is not authorized to do this with the group.'],
  CLUSTER_AUTHORIZATION_FAILED: [31, 'The user is not authorized to do this on the cluster.'],
  INVALID_TIMESTAMP: [32, "A record's timestamp is too far from the broker's clock."],
  UNSUPPORTED_SASL_MECHANISM: [33, 'The broker does not support this SASL mechanism.'],
  ILLEGAL_SASL_STATE: [34, 'A SASL message came out of sequence.'],
  UNSUPPORTED_VERSION: [35, 'The broker does not speak this version of the request.'],
  TOPIC_ALREADY_EXISTS: [36, 'A topic with that name already exists.'],
  INVALID_PARTITIONS: [37, 'The number of partitions is not valid.'],
  INVALID_REPLICATION_FACTOR: [
    38,
    'The replication factor is below one or above the number of live brokers.',
  ],
  INVALID_REPLICA_ASSIGNMENT: [39, 'The replica assignment of a partition is not valid.'],
  INVALID_CONFIG: [40, 'A setting has a name or value that is not valid.'],
  NOT_CONTROLLER: [41, 'The broker asked is not the controller.', again],
  INVALID_REQUEST: [42, 'The request is malformed.'],
  UNSUPPORTED_FOR_MESSAGE_FORMAT: [43, "The topic's old record format cannot do this."],
  POLICY_VIOLATION: [44, 'A policy of the cluster forbids it.'],
  OUT_OF_ORDER_SEQUENCE_NUMBER: [
    45,
    'Records of an idempotent producer came out of order: some are missing.',
  ],
  DUPLICATE_SEQUENCE_NUMBER: [46, 'The broker already has these records of an idempotent producer.'],
  INVALID_PRODUCER_EPOCH: [47, 'A newer instance of the producer has taken over.'],
  INVALID_TXN_STATE: [48, 'The transaction is not in a state that allows this.'],
  INVALID_PRODUCER_ID_MAPPING: [49, 'The producer id does not belong to the transactional id.'],
  INVALID_TRANSACTION_TIMEOUT: [50, 'The transaction timeout is longer than transaction.max.timeout.ms.'],
  CONCURRENT_TRANSACTIONS: [51, 'The previous transaction is still being completed.', again],
  TRANSACTION_COORDINATOR_FENCED: [
    52,
    'A transaction coordinator that was replaced tried to finish a transaction.',
  ],
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: [53, 'The user is not authorized to use the transactional id.'],
  SECURITY_DISABLED: [54, 'The cluster has no authorizer, so there are no ACLs.'],
  OPERATION_NOT_ATTEMPTED: [55, 'The broker skipped this part because another part of the request failed.'],
  KAFKA_STORAGE_ERROR: [56, 'The broker cannot use the disk that holds the partition.', again],
  LOG_DIR_NOT_FOUND: [57, 'The broker has no such log directory.'],
  SASL_AUTHENTICATION_FAILED: [58, 'The login was refused: wrong user or password.'],
  UNKNOWN_PRODUCER_ID: [
    59,
    'The broker no longer knows this producer, most likely because its records were deleted.',
  ],
  REASSIGNMENT_IN_PROGRESS: [60, 'The partition is already being reassigned.'],
  DELEGATION_TOKEN_AUTH_DISABLED: [61, 'The cluster does not use delegation tokens.'],
  DELEGATION_TOKEN_NOT_FOUND: [62, 'The broker does not know this delegation token.'],
  DELEGATION_TOKEN_OWNER_MISMATCH: [63, 'The delegation token belongs to another user.'],
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: [
    64,
    'Delegation tokens cannot be requested on this kind of connection.',
  ],
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: [65, 'The user is not authorized to use the delegation token.'],
  DELEGATION_TOKEN_EXPIRED: [66, 'The delegation token has expired.'],
  INVALID_PRINCIPAL_TYPE: [67, 'The broker does not support this type of principal.'],
  NON_EMPTY_GROUP: [68, 'The group still has members.'],
  GROUP_ID_NOT_FOUND: [69, 'No group with that name exists.'],
  FETCH_SESSION_ID_NOT_FOUND: [70, 'The broker has dropped this fetch session.', again],
  INVALID_FETCH_SESSION_EPOCH: [
    71,
    'A request of the fetch session was lost; a new session is needed.',
    again,
  ],
  LISTENER_NOT_FOUND: [72, 'The leader does not have the listener that the client connected to.', again],
  TOPIC_DELETION_DISABLED: [73, 'The brokers run with delete.topic.enable=false.'],
  FENCED_LEADER_EPOCH: [74, "The client's leader epoch is outdated: the leader has been replaced.", again],
  UNKNOWN_LEADER_EPOCH: [75, 'The client knows of a newer leader than the broker does.', again],
  UNSUPPORTED_COMPRESSION_TYPE: [76, "The client cannot read the topic's compression."],
  STALE_BROKER_EPOCH: [77, 'The broker restarted while the request was on its way.'],
  OFFSET_NOT_AVAILABLE: [78, 'A new leader does not know its high watermark yet.', again],
  MEMBER_ID_REQUIRED: [79, 'The member has to rejoin with the id it was given.'],
  PREFERRED_LEADER_NOT_AVAILABLE: [80, 'The preferred leader is down or out of sync.', again],
  GROUP_MAX_SIZE_REACHED: [81, 'The group has as many members as group.max.size allows.'],
  FENCED_INSTANCE_ID: [82, 'Another consumer uses the same group.instance.id.'],
  ELIGIBLE_LEADERS_NOT_AVAILABLE: [83, 'No replica of the partition can become its leader.', again],
  ELECTION_NOT_NEEDED: [84, 'The partition already has its preferred leader.', again],
  NO_REASSIGNMENT_IN_PROGRESS: [85, 'No reassignment is in progress.'],
  GROUP_SUBSCRIBED_TO_TOPIC: [86, 'A member of the group still reads the topic.'],
  INVALID_RECORD: [87, 'The broker found a record that it cannot accept.'],
  UNSTABLE_OFFSET_COMMIT: [88, 'An open transaction may still change the committed offset.', again],
  THROTTLING_QUOTA_EXCEEDED: [89, 'The request exceeds a quota.', again],
  PRODUCER_FENCED: [90, 'A newer producer with the same transactional id has taken over.'],
  RESOURCE_NOT_FOUND: [91, 'The request names something that does not exist.'],
  DUPLICATE_RESOURCE: [92, 'The request names the same thing twice.'],
  UNACCEPTABLE_CREDENTIAL: [93, "The password or its iterations do not meet the cluster's requirements."],
  INCONSISTENT_VOTER_SET: [94, 'A controller is not among the voters that the other side knows.'],
  INVALID_UPDATE_VERSION: [95, 'The update is based on an outdated version.'],
  FEATURE_UPDATE_FAILED: [96, 'The cluster could not change its feature levels.'],
  PRINCIPAL_DESERIALIZATION_FAILURE: [97, 'A broker could not read the principal of a forwarded request.'],
  SNAPSHOT_NOT_FOUND: [98, 'There is no such metadata snapshot.'],
  POSITION_OUT_OF_RANGE: [99, 'The position is outside the metadata snapshot.'],
  UNKNOWN_TOPIC_ID: [100, 'The broker does not know a topic with that id.', again],
  DUPLICATE_BROKER_REGISTRATION: [101, 'A broker with that id is registered already.'],
  BROKER_ID_NOT_REGISTERED: [102, 'No broker with that id is registered.'],
  INCONSISTENT_TOPIC_ID: [103, 'The topic was deleted and created again: its id has changed.', again],
  INCONSISTENT_CLUSTER_ID: [104, 'The broker belongs to another cluster.'],
  TRANSACTIONAL_ID_NOT_FOUND: [105, 'No transaction with that id is known.'],
  FETCH_SESSION_TOPIC_ID_ERROR: [106, 'A fetch session mixed topic names and topic ids.', again],
  INELIGIBLE_REPLICA: [107, 'A replica that may not be in sync was named as in sync.'],
  NEW_LEADER_ELECTED: [108, 'The partition was changed, and has another leader now.'],
  OFFSET_MOVED_TO_TIERED_STORAGE: [109, 'The records have moved to tiered storage.'],
  FENCED_MEMBER_EPOCH: [110, 'The coordinator has removed the member; it has to rejoin.'],
  UNRELEASED_INSTANCE_ID: [111, 'Another member still holds this group.instance.id.'],
  UNSUPPORTED_ASSIGNOR: [112, 'The group does not support this assignor.'],
  STALE_MEMBER_EPOCH: [113, "The member has not seen the group's latest state yet."],
  MISMATCHED_ENDPOINT_TYPE: [114, 'The request is for a controller and went to a broker, or the reverse.'],
  UNSUPPORTED_ENDPOINT_TYPE: [115, 'This kind of endpoint is not supported.'],
  UNKNOWN_CONTROLLER_ID: [116, 'No controller with that id is known.'],
  UNKNOWN_SUBSCRIPTION_ID: [117, 'The broker requests different client telemetry.'],
  TELEMETRY_TOO_LARGE: [118, "The client's telemetry is larger than the broker accepts."],
  INVALID_REGISTRATION: [119, "The controller does not accept the broker's registration."],
  TRANSACTION_ABORTABLE: [120, 'The transaction cannot continue; the producer has to abort it.'],
  INVALID_RECORD_STATE: [
    121,
    'The record cannot be acknowledged: it was acknowledged or delivered to another consumer.',
  ],
  SHARE_SESSION_NOT_FOUND: [122, 'The broker has dropped this share session.', again],
  INVALID_SHARE_SESSION_EPOCH: [
    123,
    'A request of the share session was lost; a new session is needed.',
    again,
  ],
  FENCED_STATE_EPOCH: [124, "The share group's state was changed by another coordinator."],
  INVALID_VOTER_KEY: [125, "The controller's directory is not the one that the request names."],
  DUPLICATE_VOTER: [126, 'The controller is a voter already.'],
  VOTER_NOT_FOUND: [127, 'The controller is not a voter.'],
  INVALID_REGULAR_EXPRESSION: [128, 'The broker cannot parse the regular expression.'],
  REBOOTSTRAP_REQUIRED: [129, 'The client has to start over from its bootstrap servers.'],
  STREAMS_INVALID_TOPOLOGY: [130, "The streams application's topology cannot be run."],
  STREAMS_INVALID_TOPOLOGY_EPOCH: [131, "The streams application's topology epoch is not valid."],
  STREAMS_TOPOLOGY_FENCED: [132, "The streams application's topology has been replaced by a newer one."],
  SHARE_SESSION_LIMIT_REACHED: [133, 'The broker has as many share sessions as it allows.', again],
  GROUP_DELETION_FAILED: [134, 'The group was not deleted; the message that came with it says why.'],
  STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED: [
    135,
    "The broker did not keep the description of the streams application's topology.",
  ],
  CONTROLLER_ID_NOT_REGISTERED: [136, 'No controller is registered with this id.'],
} as const satisfies Readonly<Record<string, readonly [code: number, meaning: string, again?: true]>>;

export const errorCodes: readonly KafkaErrorCode[] = Object.entries(codes).map(
  ([name, [code, meaning, retriable]]) => ({ code, name, meaning, retriable: retriable ?? false }),
);

const byCode: ReadonlyMap<number, KafkaErrorCode> = new Map(errorCodes.map((each) => [each.code, each]));
