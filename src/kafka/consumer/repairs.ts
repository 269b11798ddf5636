/**
 * Fixes for faults of kafkajs 2.2.4 that members of groups meet, applied before any of it runs. It must be imported before any
 * other module of kafkajs is loaded, since those keep what they import. Each has a test. kafkajs is pinned exactly because of
 * this file: its package has no "exports", so these paths are reachable.
 */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface MetadataV0 {
  topicMetadata: { topicErrorCode: number; partitionMetadata: unknown[] }[];
}

interface RequestQueue {
  pending: readonly unknown[];
  throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

/** How long a request waits before it checks again whether it may be sent. */
const pendingCheckMs = 10;

repairMetadata();
repairTimer();
repairSessions();

/**
 * One partition without a leader anywhere in the cluster made nearly every call fail, just when an
 * explorer is needed most (kafkajs issue #1520). Errors of single partitions now stay in the data.
 */
function repairMetadata(): void {
  const response = require('kafkajs/src/protocol/requests/metadata/v0/response') as {
    parse(data: MetadataV0): Promise<MetadataV0>;
  };
  const { createErrorFromCode, failure } = require('kafkajs/src/protocol/error') as {
    createErrorFromCode(code: number): Error;
    failure(code: number): boolean;
  };
  response.parse = (data) => {
    const failed = data.topicMetadata.find((topic) => failure(topic.topicErrorCode));
    return failed ? Promise.reject(createErrorFromCode(failed.topicErrorCode)) : Promise.resolve(data);
  };
}

/** An idle connection re-armed a timer of 1 ms forever (issues #1704, #1751). A timer is now set only if something waits. */
function repairTimer(): void {
  const { prototype } = require('kafkajs/src/network/requestQueue') as { prototype: RequestQueue & object };
  Object.assign(prototype, {
    scheduleCheckPendingRequests(this: RequestQueue) {
      if (this.throttleCheckTimeoutId || this.pending.length === 0) return;
      const throttledMs = this.throttledUntil - Date.now();
      this.throttleCheckTimeoutId = setTimeout(
        () => {
          this.throttleCheckTimeoutId = null;
          this.checkPendingRequests();
        },
        throttledMs > 0 ? throttledMs : pendingCheckMs,
      );
    },
  });
}

interface Connection {
  sessionLifetime: { toNumber(): number };
  reauthenticationThreshold: number;
  isAuthenticated(): boolean;
}

/** Java's clients log in again after at least 85 % of a session (KIP-368); brokers refuse it within the first second. */
const renewalShare = 0.15;
const shortestSessionMs = 1050;
const usualThresholdMs = 10_000;

/**
 * It logs in again 10 s before a session ends: where sessions are shorter, before every request, which brokers refuse
 * within the first second (ILLEGAL_SASL_STATE).
 */
function repairSessions(): void {
  const { prototype } = require('kafkajs/src/network/connection') as { prototype: Connection };
  const { isAuthenticated } = prototype;
  prototype.isAuthenticated = function (this: Connection) {
    const lifetimeMs = this.sessionLifetime.toNumber();
    const early = Math.min(lifetimeMs * renewalShare, lifetimeMs - shortestSessionMs);
    if (lifetimeMs > 0) this.reauthenticationThreshold = Math.min(usualThresholdMs, early);
    return isAuthenticated.call(this);
  };
}
