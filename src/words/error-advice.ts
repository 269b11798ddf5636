/** For each Kafka error, besides its meaning: the usual cause, what to do, and its Java exception in logs. */
import { refusalAdvice } from './refusal-advice.js';
import { errorCodes, type ErrorName, type KafkaErrorCode } from '../wire/protocol/error-codes.js';

interface ErrorAdvice {
  readonly cause: string;
  readonly advice: string;
}

export interface ExplainedError extends KafkaErrorCode, ErrorAdvice {}

/** By code, by name, or by the exception of a Java client: `19`, NOT_ENOUGH_REPLICAS, NotEnoughReplicasException. */
export function explainedError(word: string): ExplainedError | undefined {
  const wanted = squashed(word.replace(/^[\w.]*\.(?=[A-Z])/, ''));
  const bare = wanted.replace(/exception$/, '');
  const error = errorCodes.find(
    ({ code, name }) =>
      String(code) === word.trim() || [wanted, bare].includes(squashed(name)) || bare === exceptionOf(name),
  );
  return error && { ...error, ...adviceOn(error.name as ErrorName) };
}

function adviceOn(name: ErrorName): ErrorAdvice {
  const [cause, advice] = name === 'NONE' ? ['', ''] : advices[name];
  return { cause, advice };
}

function exceptionOf(name: string): string | undefined {
  const exception = (otherExceptions as Readonly<Record<string, string>>)[name];
  return exception && squashed(exception);
}

function squashed(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** If the exception is not named like the code. */
const otherExceptions = {
  UNKNOWN_SERVER_ERROR: 'UnknownServer',
  CORRUPT_MESSAGE: 'CorruptRecord',
  REQUEST_TIMED_OUT: 'Timeout',
  MESSAGE_TOO_LARGE: 'RecordTooLarge',
  STALE_CONTROLLER_EPOCH: 'ControllerMoved',
  NETWORK_EXCEPTION: 'Network',
  INVALID_TOPIC_EXCEPTION: 'InvalidTopic',
  RECORD_LIST_TOO_LARGE: 'RecordBatchTooLarge',
  TOPIC_AUTHORIZATION_FAILED: 'TopicAuthorization',
  GROUP_AUTHORIZATION_FAILED: 'GroupAuthorization',
  CLUSTER_AUTHORIZATION_FAILED: 'ClusterAuthorization',
  TOPIC_ALREADY_EXISTS: 'TopicExists',
  INVALID_CONFIG: 'InvalidConfiguration',
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'OutOfOrderSequence',
  DUPLICATE_SEQUENCE_NUMBER: 'DuplicateSequence',
  INVALID_PRODUCER_ID_MAPPING: 'InvalidPidMapping',
  INVALID_TRANSACTION_TIMEOUT: 'InvalidTxnTimeout',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'TransactionalIdAuthorization',
  KAFKA_STORAGE_ERROR: 'KafkaStorage',
  SASL_AUTHENTICATION_FAILED: 'SaslAuthentication',
  DELEGATION_TOKEN_AUTH_DISABLED: 'DelegationTokenDisabled',
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: 'UnsupportedByAuthentication',
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: 'DelegationTokenAuthorization',
  NON_EMPTY_GROUP: 'GroupNotEmpty',
  PRINCIPAL_DESERIALIZATION_FAILURE: 'PrincipalDeserialization',
  FETCH_SESSION_TOPIC_ID_ERROR: 'FetchSessionTopicId',
} as const satisfies Partial<Record<ErrorName, string>>;

const advices = {
  UNKNOWN_SERVER_ERROR: [
    'A bug of the broker, a full disk, or a plug-in of its own (a policy, an authorizer) that failed.',
    "Look for the stack trace in that broker's log at the same second: kafka-lab cluster logs, for a practice cluster.",
  ],
  OFFSET_OUT_OF_RANGE: [
    'A reader was away longer than the retention, records were deleted by hand, or the topic was recreated.',
    'See what there is (kafka-lab offsets list TOPIC), then move the group there: kafka-lab groups reset GROUP -t TOPIC --to start.',
  ],
  CORRUPT_MESSAGE: [
    'Mostly a record without a key for a topic with cleanup.policy=compact; seldom a broken network card or disk.',
    'Give every record a key, or look at the policy: kafka-lab topics config TOPIC cleanup.policy.',
  ],
  UNKNOWN_TOPIC_OR_PARTITION: [
    'A typing error, a topic that was deleted or is not known everywhere yet, or rights that hide it.',
    'Compare with kafka-lab topics list; create it with kafka-lab topics create NAME, or ask for DESCRIBE on it.',
  ],
  INVALID_FETCH_SIZE: [
    'A custom client requests a negative number of bytes.',
    "Correct the client's fetch.max.bytes and max.partition.fetch.bytes.",
  ],
  LEADER_NOT_AVAILABLE: [
    'The topic has only just been made, or the broker that led it has just gone.',
    refusalAdvice.LEADER_NOT_AVAILABLE,
  ],
  NOT_LEADER_OR_FOLLOWER: [
    'The leader moved: a broker went or came back, or leaders were re-elected.',
    'Nothing, as long as it passes; a client that repeats it for minutes does not renew its metadata.',
  ],
  REQUEST_TIMED_OUT: [
    'Replicas that lag keep acks=all waiting, or the broker is overloaded or cut off from its controller.',
    'Look for replicas out of sync (kafka-lab topics list --under-replicated) and at the load: kafka-lab monitor.',
  ],
  BROKER_NOT_AVAILABLE: [
    'A broker that is named in the request is down, or was never there.',
    'See which brokers are up with kafka-lab brokers list, and start the missing one.',
  ],
  REPLICA_NOT_AVAILABLE: [
    'A replica is being moved or its broker is starting; a reader was sent to a follower that has not got that far.',
    'Let it pass; watch a move with kafka-lab topics reassign TOPIC --verify.',
  ],
  MESSAGE_TOO_LARGE: [
    "One large record, or a producer's batch.size and max.request.size above what the topic takes.",
    refusalAdvice.MESSAGE_TOO_LARGE,
  ],
  STALE_CONTROLLER_EPOCH: [
    'A controller that was taken for dead woke up and went on giving orders.',
    'Nothing: brokers ignore it on purpose. If it repeats, look for long pauses of that machine.',
  ],
  OFFSET_METADATA_TOO_LARGE: [
    'An application stores a state of its own beside its offsets.',
    'Store less there, or raise offset.metadata.max.bytes on the brokers.',
  ],
  NETWORK_EXCEPTION: [
    'A broker that restarts, a firewall or load balancer that drops idle connections, a request that is too large.',
    'Try the road step by step: kafka-lab connections doctor.',
  ],
  COORDINATOR_LOAD_IN_PROGRESS: [
    'A broker has just taken over a partition of __consumer_offsets or __transaction_state and reads it.',
    refusalAdvice.COORDINATOR_LOAD_IN_PROGRESS,
  ],
  COORDINATOR_NOT_AVAILABLE: [
    'The internal topic has not been made yet, or one of its partitions has no leader.',
    'Look at it: kafka-lab topics describe __consumer_offsets --offline; bring the missing brokers back.',
  ],
  NOT_COORDINATOR: [
    'The coordinator moved when a broker went or came back.',
    'Nothing: clients ask again for the coordinator.',
  ],
  INVALID_TOPIC_EXCEPTION: [
    'A name with other signs than letters, digits, dot, _ and -, or longer than 249; or a write to an internal topic.',
    'Choose another name; leave __consumer_offsets and its like to Kafka.',
  ],
  RECORD_LIST_TOO_LARGE: [
    'segment.bytes was set so low that a batch does not fit into a file.',
    'Raise segment.bytes of the topic, or have the producer send smaller batches (batch.size).',
  ],
  NOT_ENOUGH_REPLICAS: [
    'Brokers are down or lag, so that the ISR is smaller than min.insync.replicas, and the producer wants acks=all.',
    refusalAdvice.NOT_ENOUGH_REPLICAS,
  ],
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: [
    'A replica dropped out of the ISR at the very moment of the write.',
    'The records may be there already: only an idempotent producer may send them again without writing them twice.',
  ],
  INVALID_REQUIRED_ACKS: [
    'acks was given as something other than 0, 1 or all (-1).',
    "Correct the producer's acks.",
  ],
  ILLEGAL_GENERATION: [
    'The member worked longer than max.poll.interval.ms or lost its connection, and the group went on without it.',
    'The client joins again by itself; if it repeats, poll more often, or fewer records at a time (max.poll.records).',
  ],
  INCONSISTENT_GROUP_PROTOCOL: [
    'Two applications share a group id, or a rolling update mixes old and new partition.assignment.strategy.',
    'See its members with kafka-lab groups describe GROUP; give each application its own group id.',
  ],
  INVALID_GROUP_ID: ['group.id is empty or missing.', 'Set group.id in the consumer.'],
  UNKNOWN_MEMBER_ID: [
    'The coordinator put the member out after session.timeout.ms without a heartbeat.',
    'The client joins again by itself; if it repeats, look for long pauses or give it a longer session.timeout.ms.',
  ],
  INVALID_SESSION_TIMEOUT: [
    'session.timeout.ms is below group.min.session.timeout.ms of the brokers or above their maximum.',
    'Choose a value between them: kafka-lab brokers config ID --all shows both.',
  ],
  REBALANCE_IN_PROGRESS: [
    'A member came, went, or subscribed to something else.',
    'Nothing, as long as it ends; if the group never settles, see which members come and go: kafka-lab groups describe GROUP.',
  ],
  INVALID_COMMIT_OFFSET_SIZE: [
    'The record for __consumer_offsets is larger than that topic allows, usually because of long metadata.',
    'Store less beside the offset.',
  ],
  TOPIC_AUTHORIZATION_FAILED: [
    'No rule allows this user the operation on the topic, or one denies it.',
    refusalAdvice.TOPIC_AUTHORIZATION_FAILED,
  ],
  GROUP_AUTHORIZATION_FAILED: [
    'The user may not READ the group under which it consumes.',
    refusalAdvice.GROUP_AUTHORIZATION_FAILED,
  ],
  CLUSTER_AUTHORIZATION_FAILED: [
    'Creating, altering or describing the cluster is for administrators.',
    refusalAdvice.CLUSTER_AUTHORIZATION_FAILED,
  ],
  INVALID_TIMESTAMP: [
    'A clock that is wrong, milliseconds mixed up with seconds, or old records replayed into a topic with a limit.',
    'Compare with message.timestamp.before.max.ms and message.timestamp.after.max.ms of the topic.',
  ],
  UNSUPPORTED_SASL_MECHANISM: [
    'The listener is configured for another login mechanism than the client uses.',
    'kafka-lab connections doctor names those on offer; choose one, or add yours to sasl.enabled.mechanisms.',
  ],
  ILLEGAL_SASL_STATE: [
    'A client logs in at a listener that wants no login, or sends requests before its login is done.',
    'Take the port that is meant for logins, or leave the login out: kafka-lab connections doctor.',
  ],
  UNSUPPORTED_VERSION: [
    'The client is much newer or much older than the broker, or the feature is switched off in this cluster.',
    'Compare both sides with kafka-lab api-versions and update the older one; see what is switched off: kafka-lab cluster features.',
  ],
  TOPIC_ALREADY_EXISTS: [
    'Somebody, or an earlier attempt whose answer was lost, created it before.',
    'Look whether it is as you want it: kafka-lab topics describe TOPIC; or create with --if-not-exists.',
  ],
  INVALID_PARTITIONS: [
    'A count below one, or a topic that already has as many: partitions cannot be taken away.',
    'Ask for more than kafka-lab topics describe TOPIC shows.',
  ],
  INVALID_REPLICATION_FACTOR: [
    'There are fewer brokers up than replicas were asked for.',
    refusalAdvice.INVALID_REPLICATION_FACTOR,
  ],
  INVALID_REPLICA_ASSIGNMENT: [
    'A broker is named twice or does not exist, or partitions have lists of different lengths.',
    'Have the lists worked out: kafka-lab topics reassign TOPIC --brokers 1,2,3.',
  ],
  INVALID_CONFIG: [
    'A name with a typing error, a value out of its range, or a setting that only a restart can change.',
    'See names, types and limits: kafka-lab topics config TOPIC --all --docs, or kafka-lab brokers config ID --all --docs.',
  ],
  NOT_CONTROLLER: [
    'Another broker was elected since the client asked who the controller is.',
    refusalAdvice.NOT_CONTROLLER,
  ],
  INVALID_REQUEST: [
    'Fields that contradict each other: a fault of the client, or a name or value that the broker cannot take.',
    'Read the message that came with it, and the log of the broker; then correct what was asked for.',
  ],
  UNSUPPORTED_FOR_MESSAGE_FORMAT: [
    'The topic keeps a record format from before Kafka 0.11 (message.format.version).',
    'Take that setting away: newer brokers then write the present format; until then: kafka-lab produce TOPIC --no-idempotent.',
  ],
  POLICY_VIOLATION: [
    'create.topic.policy.class.name or alter.config.policy.class.name refuses it, or a compacted topic was to be trimmed.',
    'Read the message that came with it: it says which rule; ask the administrator of the cluster.',
  ],
  OUT_OF_ORDER_SEQUENCE_NUMBER: [
    'An earlier batch was lost: given up by the producer, or gone with an unclean election.',
    'Restart the producer, and check whether records are missing: kafka-lab offsets count TOPIC.',
  ],
  DUPLICATE_SEQUENCE_NUMBER: [
    'A batch was sent again after its answer was lost, longer ago than the broker remembers.',
    'Nothing: the records were written once.',
  ],
  INVALID_PRODUCER_EPOCH: [
    'Two programs use one transactional.id, or a transaction ran into its timeout and was aborted.',
    'Give each instance its own id; see which producer has it with kafka-lab transactions describe ID.',
  ],
  INVALID_TXN_STATE: [
    'Commit or abort was called with no transaction open, or a second time.',
    'See its state: kafka-lab transactions describe ID; then correct the order of calls.',
  ],
  INVALID_PRODUCER_ID_MAPPING: [
    'The id was idle longer than transactional.id.expiration.ms, and the coordinator forgot it.',
    'Restart the producer, so that it registers its id again.',
  ],
  INVALID_TRANSACTION_TIMEOUT: [
    'The transaction.timeout.ms of the producer is larger than brokers allow (15 minutes by default).',
    'Lower it, or raise transaction.max.timeout.ms on the brokers.',
  ],
  CONCURRENT_TRANSACTIONS: [
    'The next transaction began while the marks of the last one were still being written.',
    refusalAdvice.CONCURRENT_TRANSACTIONS,
  ],
  TRANSACTION_COORDINATOR_FENCED: [
    'A partition of __transaction_state got another leader during the commit.',
    'Nothing: the new coordinator finishes the transaction.',
  ],
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: [
    'No rule allows this user WRITE on that transactional id.',
    'See the rules: kafka-lab acls list --transactional-id ID; add WRITE and DESCRIBE.',
  ],
  SECURITY_DISABLED: [
    'Brokers run without authorizer.class.name, so everybody may do everything.',
    'Set an authorizer on every broker first (StandardAuthorizer with KRaft, AclAuthorizer with ZooKeeper).',
  ],
  OPERATION_NOT_ATTEMPTED: [
    'Another item of the same request failed before this one was tried.',
    'Mend the one that failed and send all again.',
  ],
  KAFKA_STORAGE_ERROR: [
    'A disk is full, broken or read-only, and the broker has taken it out of use.',
    'See kafka-lab brokers disks; make room or replace the disk, then restart that broker.',
  ],
  LOG_DIR_NOT_FOUND: [
    'The path is not in log.dirs of that broker, or is offline.',
    'Take one of those that kafka-lab brokers disks ID lists.',
  ],
  SASL_AUTHENTICATION_FAILED: [
    'A wrong password, a user that was never made, or one that has a password for another mechanism only.',
    refusalAdvice.SASL_AUTHENTICATION_FAILED,
  ],
  UNKNOWN_PRODUCER_ID: [
    'All records of the producer were deleted by retention, and the broker forgot its numbering with them.',
    'Newer producers go on by themselves; update an old one, or keep records longer.',
  ],
  REASSIGNMENT_IN_PROGRESS: [
    'An earlier move has not finished.',
    'Watch it with kafka-lab topics reassign TOPIC --verify, or cancel it with --cancel.',
  ],
  DELEGATION_TOKEN_AUTH_DISABLED: [
    'Brokers have no delegation.token.secret.key.',
    'Set the same secret on every broker, or log in by another mechanism.',
  ],
  DELEGATION_TOKEN_NOT_FOUND: [
    'It expired and was cleaned away, or the HMAC is mistyped.',
    'Create a new token.',
  ],
  DELEGATION_TOKEN_OWNER_MISMATCH: [
    'A user who is neither owner nor renewer tried to renew or expire it.',
    'Log in as the owner, or name yourself as renewer when a token is made.',
  ],
  DELEGATION_TOKEN_REQUEST_NOT_ALLOWED: [
    'The connection has no login, or was itself made with a token.',
    'Log in by SASL (not by a token) or by a client certificate, and ask again.',
  ],
  DELEGATION_TOKEN_AUTHORIZATION_FAILED: [
    'No rule allows this user to describe or create tokens of that owner.',
    'Have CREATE_TOKENS or DESCRIBE_TOKENS added for it.',
  ],
  DELEGATION_TOKEN_EXPIRED: [
    'Nobody renewed it in time, or its longest life is over.',
    'Create a new token; renew it before delegation.token.expiry.time.ms runs out.',
  ],
  INVALID_PRINCIPAL_TYPE: [
    'A principal was written without User: before its name.',
    'Write it as User:alice.',
  ],
  NON_EMPTY_GROUP: [
    'Consumers of the group are still running, or have died less than session.timeout.ms ago.',
    'See them with kafka-lab groups describe GROUP; stop them and try again.',
  ],
  GROUP_ID_NOT_FOUND: [
    'A typing error, or a group whose offsets were all forgotten (offsets.retention.minutes).',
    'Compare with kafka-lab groups list.',
  ],
  FETCH_SESSION_ID_NOT_FOUND: [
    'The broker has more readers than max.incremental.fetch.session.cache.slots, or was restarted.',
    'Nothing: the reader begins a new session. If it comes all the time, raise that setting.',
  ],
  INVALID_FETCH_SESSION_EPOCH: [
    'An answer was lost and the reader counts on from another number than the broker.',
    'Nothing: the reader begins a new session.',
  ],
  LISTENER_NOT_FOUND: [
    'Brokers have different listeners, perhaps in the middle of a change of their settings.',
    'Give every broker the same names in advertised.listeners; kafka-lab connections doctor shows which broker advertises what.',
  ],
  TOPIC_DELETION_DISABLED: [
    'Whoever runs the cluster has forbidden deletion for all topics.',
    refusalAdvice.TOPIC_DELETION_DISABLED,
  ],
  FENCED_LEADER_EPOCH: [
    'Metadata is older than the last election.',
    'Nothing: clients renew their metadata and go on.',
  ],
  UNKNOWN_LEADER_EPOCH: [
    'The broker asked has not heard of the last election yet.',
    'Nothing, as long as it passes; a broker that stays behind is cut off from its controller.',
  ],
  UNSUPPORTED_COMPRESSION_TYPE: [
    'The records are packed with zstd, and the client is from before Kafka 2.1.',
    'Update the client, or set another compression.type for the topic.',
  ],
  STALE_BROKER_EPOCH: [
    'Two processes run with one broker id, or one was restarted within a moment.',
    'See that each broker.id or node.id is used once.',
  ],
  OFFSET_NOT_AVAILABLE: ['An election has just taken place.', refusalAdvice.OFFSET_NOT_AVAILABLE],
  MEMBER_ID_REQUIRED: [
    'Every member gets this the first time it joins a group without an id.',
    'Nothing: clients join again at once.',
  ],
  PREFERRED_LEADER_NOT_AVAILABLE: [
    'The first of the replicas is on a broker that is down or still catches up.',
    'See kafka-lab topics describe TOPIC; wait until it is in the ISR, then elect again.',
  ],
  GROUP_MAX_SIZE_REACHED: [
    'More instances were started than the brokers allow in one group, often by an autoscaler.',
    'Run fewer (more than there are partitions have nothing to do anyway), or raise group.max.size.',
  ],
  FENCED_INSTANCE_ID: [
    'Two instances run with the same group.instance.id: copied settings, or the old one has not stopped.',
    'Give each one its own, and stop the other: kafka-lab groups describe GROUP.',
  ],
  ELIGIBLE_LEADERS_NOT_AVAILABLE: [
    'Every replica that was in sync is down.',
    'Bring one of them back; or accept a loss of records: kafka-lab topics elect TOPIC --unclean.',
  ],
  ELECTION_NOT_NEEDED: [
    'The leader is already the preferred one, or an unclean election was requested although there is a leader.',
    'Nothing.',
  ],
  NO_REASSIGNMENT_IN_PROGRESS: [
    'The move ended before it could be cancelled, or never began.',
    'See where the replicas are: kafka-lab topics describe TOPIC.',
  ],
  GROUP_SUBSCRIBED_TO_TOPIC: [
    'Offsets were to be forgotten while a consumer of the group still reads that topic.',
    'Stop it, or take the topic from its subscription, and try again.',
  ],
  INVALID_RECORD: [
    'A record without a key for a compacted topic, a wrong timestamp type, or a count that does not match its batch.',
    'Read the message that came with it; compare with kafka-lab topics config TOPIC.',
  ],
  UNSTABLE_OFFSET_COMMIT: [
    'A transaction that commits offsets for the group has not ended yet.',
    'Wait; if it lasts, look for one that is stuck: kafka-lab transactions list --state Ongoing.',
  ],
  THROTTLING_QUOTA_EXCEEDED: [
    'Topics or partitions are made and deleted faster than controller_mutation_rate allows.',
    refusalAdvice.THROTTLING_QUOTA_EXCEEDED,
  ],
  PRODUCER_FENCED: [
    'A second instance was started with the same transactional.id, or the coordinator timed the transaction out.',
    'Stop one of them or give it another id; this producer cannot go on.',
  ],
  RESOURCE_NOT_FOUND: [
    'A user, a quota or another named thing is not there, perhaps not yet.',
    'Compare with kafka-lab users list or kafka-lab quotas list.',
  ],
  DUPLICATE_RESOURCE: ['One user, topic or group is listed twice in the same request.', 'Name each once.'],
  UNACCEPTABLE_CREDENTIAL: [
    'An empty user name, or SCRAM iterations below 4096 or above 16384.',
    'Choose iterations in between: kafka-lab users add USER --iterations 8192.',
  ],
  INCONSISTENT_VOTER_SET: [
    'controller.quorum.voters is not the same on all nodes.',
    'Write the same voters everywhere and restart; kafka-lab cluster quorum shows the voters.',
  ],
  INVALID_UPDATE_VERSION: [
    'Somebody else changed the ISR or the partition at the same time.',
    'Nothing: brokers read the present state and try again.',
  ],
  FEATURE_UPDATE_FAILED: [
    'A broker is too old for the level asked for, or the level cannot be lowered.',
    'See what each broker supports with kafka-lab cluster features; update every broker first, then raise the features with kafka-features.',
  ],
  PRINCIPAL_DESERIALIZATION_FAILURE: [
    'principal.builder.class of the brokers cannot read what another broker wrote, perhaps during an update.',
    'Use the same class on all of them; it has to implement KafkaPrincipalSerde.',
  ],
  SNAPSHOT_NOT_FOUND: [
    'A controller that was down requests a snapshot that has been replaced by a newer one.',
    'Nothing: it requests the newer one.',
  ],
  POSITION_OUT_OF_RANGE: [
    'A controller read past the end of a snapshot, usually because its own copy is damaged.',
    'Nothing at first: it fetches it again; if it repeats, look at that disk.',
  ],
  UNKNOWN_TOPIC_ID: [
    'The topic was deleted, or the broker has not heard of a new one yet.',
    'Nothing if it passes; else compare with kafka-lab topics list.',
  ],
  DUPLICATE_BROKER_REGISTRATION: [
    'Two processes use one node.id, or a broker was restarted before its session ended.',
    'See that ids are used once; else it comes in after broker.session.timeout.ms.',
  ],
  BROKER_ID_NOT_REGISTERED: [
    'The broker was unregistered, or has never come up in this cluster.',
    'Start it; kafka-lab brokers list shows who is registered and up.',
  ],
  INCONSISTENT_TOPIC_ID: [
    'A broker that was down does not know yet that the topic was deleted and recreated.',
    'Nothing: metadata is renewed. A consumer may have to reset its offsets.',
  ],
  INCONSISTENT_CLUSTER_ID: [
    'A broker got the address of, or the data of, another cluster.',
    'Compare cluster.id in meta.properties of its log.dirs with kafka-lab connections ping.',
  ],
  TRANSACTIONAL_ID_NOT_FOUND: [
    'A typing error, or an id that was idle longer than transactional.id.expiration.ms.',
    'Compare with kafka-lab transactions list.',
  ],
  FETCH_SESSION_TOPIC_ID_ERROR: [
    'A rolling update: the reader talks with old and new brokers.',
    'Nothing: the reader begins a new session.',
  ],
  INELIGIBLE_REPLICA: [
    'A follower is on a broker that is being shut down or fenced.',
    'Nothing: it returns to the ISR once its broker is back.',
  ],
  NEW_LEADER_ELECTED: [
    'Replicas were moved and the former leader is not among the new ones.',
    'Nothing: the change was made.',
  ],
  OFFSET_MOVED_TO_TIERED_STORAGE: [
    'A follower requests old records that its leader keeps only in remote storage.',
    'Nothing: it continues from the remote copy. If it is stuck, look at the remote storage plug-in.',
  ],
  FENCED_MEMBER_EPOCH: [
    'The member was silent too long, or gave up partitions too late.',
    'The client joins again by itself; if it repeats, poll more often.',
  ],
  UNRELEASED_INSTANCE_ID: [
    'An instance was started while the one before it with that id has not left.',
    'Wait for its session to end, or stop it.',
  ],
  UNSUPPORTED_ASSIGNOR: [
    'group.remote.assignor names one that brokers do not have in group.consumer.assignors.',
    'Take uniform or range, or leave it out.',
  ],
  STALE_MEMBER_EPOCH: [
    'A commit crossed a rebalance on its way.',
    'Nothing: the client commits again after its next heartbeat.',
  ],
  MISMATCHED_ENDPOINT_TYPE: [
    'A tool was given --bootstrap-controller for a broker, or --bootstrap-server for a controller.',
    'Use the address of the other kind; kafka-lab: -b names brokers.',
  ],
  UNSUPPORTED_ENDPOINT_TYPE: [
    'The node is of a kind that does not answer this request.',
    'Ask a broker instead of a controller.',
  ],
  UNKNOWN_CONTROLLER_ID: [
    'A controller was named that is not in the quorum.',
    'Compare with kafka-lab cluster quorum.',
  ],
  UNKNOWN_SUBSCRIPTION_ID: [
    'The set of metrics that clients should send was changed.',
    'Nothing: the client requests the new list.',
  ],
  TELEMETRY_TOO_LARGE: [
    'Very many metrics, or telemetry.max.bytes set low.',
    'Ask for fewer (kafka-client-metrics), or raise telemetry.max.bytes on the brokers.',
  ],
  INVALID_REGISTRATION: [
    'A broker reports listeners, features or log dirs that the controller cannot accept.',
    "Read the reason in the active controller's log: kafka-lab cluster quorum says which node that is.",
  ],
  TRANSACTION_ABORTABLE: [
    'A partition was not part of the transaction, or could not be verified in time.',
    'Abort and do the whole transaction again; newer clients tell this apart from fatal errors.',
  ],
  INVALID_RECORD_STATE: [
    'A share consumer acknowledged after its lock (group.share.record.lock.duration.ms) had run out.',
    'Work faster, fetch fewer at a time, or lengthen the lock.',
  ],
  SHARE_SESSION_NOT_FOUND: [
    'The broker was restarted, or needed the place for another session.',
    'Nothing: the consumer begins a new session.',
  ],
  INVALID_SHARE_SESSION_EPOCH: [
    'An answer was lost and both sides count differently.',
    'Nothing: the consumer begins a new session.',
  ],
  FENCED_STATE_EPOCH: [
    'The partition that keeps the state of the share group got another leader.',
    'Nothing: the new one goes on.',
  ],
  INVALID_VOTER_KEY: [
    "The controller's disk was reformatted, so its directory id has changed.",
    'Take the id from kafka-metadata-quorum describe --replication.',
  ],
  DUPLICATE_VOTER: [
    'The node was added before.',
    'Nothing: kafka-lab cluster quorum shows it among the voters.',
  ],
  VOTER_NOT_FOUND: ['A node was to be removed that has no vote.', 'Compare with kafka-lab cluster quorum.'],
  INVALID_REGULAR_EXPRESSION: [
    'The pattern of a subscription is not one that RE2/J takes: look-around and back references are not.',
    'Write a simpler pattern.',
  ],
  REBOOTSTRAP_REQUIRED: [
    "All brokers that the client knew have been replaced, or an address that was one broker's is now that of another.",
    'Newer clients do it by themselves (metadata.recovery.strategy=rebootstrap); else restart the client.',
  ],
  STREAMS_INVALID_TOPOLOGY: [
    'The source topics differ in their number of partitions but must have the same, or the description is invalid.',
    'Read the message that came with it; give the topics that are joined as many partitions each.',
  ],
  STREAMS_INVALID_TOPOLOGY_EPOCH: [
    'Instances of different builds of the application run together.',
    'Bring all of them to one build.',
  ],
  STREAMS_TOPOLOGY_FENCED: [
    'An instance of an older build joined after the update.',
    'Update it or stop it.',
  ],
  SHARE_SESSION_LIMIT_REACHED: [
    'More share consumers are connected than group.share.max.share.sessions allows.',
    'Run fewer, or raise that setting.',
  ],
  GROUP_DELETION_FAILED: [
    'The plug-in that keeps topology descriptions of streams groups (group.streams.topology.description.plugin.class) failed.',
    "Look for what it said in the log of the group's coordinator, and delete the group again.",
  ],
  STREAMS_TOPOLOGY_DESCRIPTION_UPDATE_FAILED: [
    'The plug-in that was to keep it failed, or its store was not reachable. The application runs on without.',
    "See the log of the group's coordinator; to send none, set topology.description.push.enabled=false.",
  ],
  CONTROLLER_ID_NOT_REGISTERED: [
    'A controller was to be unregistered that never was, or no longer is.',
    'Compare with the voters and observers of kafka-lab cluster quorum.',
  ],
} as const satisfies Readonly<Record<Exclude<ErrorName, 'NONE'>, readonly [cause: string, advice: string]>>;
