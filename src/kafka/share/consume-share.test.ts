import { expect, test } from '@jest/globals';
import type { Sink } from '../../view/sink.js';
import { partitionState, topicState } from '../../testing/brokers/cluster-state.js';
import { coordinatedByBroker1 } from '../../testing/brokers/find-coordinator.js';
import { ScriptedBroker } from '../../testing/brokers/scripted-broker.js';
import { testSession } from '../../testing/brokers/test-session.js';
import { batchOf } from '../../testing/wire/record-batches.js';
import { errorCodeNamed } from '../../wire/protocol/error-codes.js';
import { plainFormat } from '../../wire/print/record-format.js';
import { findCoordinator } from '../../wire/requests/find-coordinator.js';
import { listOffsets } from '../../wire/requests/list-offsets.js';
import { shareAcknowledge } from '../../wire/requests/share-acknowledge.js';
import { acknowledgeType, shareFetch } from '../../wire/requests/share-fetch.js';
import { shareGroupDescribe } from '../../wire/requests/share-group-describe.js';
import { shareGroupHeartbeat } from '../../wire/requests/share-group-heartbeat.js';
import { RecordPrinter } from '../records/print-records.js';
import { consumeShare, type ShareRequest } from './consume-share.js';

const topicId = 'AAAAAAAAAAAAAAAAAAAAAQ';
const plain = plainFormat(
  {
    topics: false,
    partitions: false,
    offsets: true,
    timestamps: false,
    keys: false,
    headers: false,
    deliveryCounts: true,
  },
  'text',
);
const nobody = { leaderId: -1, leaderEpoch: -1 };

interface Part {
  readonly records?: Buffer;
  /** First, last, delivery count. */
  readonly acquired?: readonly (readonly [number, number, number])[];
  readonly error?: Parameters<typeof errorCodeNamed>[0];
}

interface Script {
  /** What the first fetches bring; later ones bring nothing. */
  readonly parts: readonly Part[];
  readonly versions?: readonly [number, number];
  readonly lockMs?: number;
  /** What the broker says to acknowledgements. */
  readonly verdict?: () => number;
  /** For the whole answer to the nth fetch. */
  readonly fetchError?: (nth: number) => number;
  readonly beatError?: (nth: number) => number;
}

/** One broker with one partition of a share group. `said`: what it heard of offsets, in order, a line a run. */
class ShareBroker extends ScriptedBroker {
  readonly said: string[] = [];
  readonly epochs: number[] = [];
  readonly beats: number[] = [];

  constructor({
    parts,
    versions = [1, 2],
    lockMs = 30_000,
    verdict = () => 0,
    fetchError,
    beatError,
  }: Script) {
    super();
    const left = [...parts];
    let fetches = 0;
    this.on(findCoordinator, coordinatedByBroker1);
    // By it brokers are known to have share groups.
    this.apiVersions.set(shareGroupDescribe.apiKey, { min: 1, max: 1 });
    this.on(shareGroupHeartbeat, ({ memberId, memberEpoch }) => {
      this.beats.push(memberEpoch);
      const errorCode = beatError?.(this.beats.length) ?? 0;
      const assignment = memberEpoch === 0 ? { topicPartitions: [{ topicId, partitions: [0] }] } : null;
      return { throttleTimeMs: 0, errorCode, memberId, memberEpoch: 1, heartbeatIntervalMs: 50, assignment };
    });
    this.on(
      shareFetch,
      async ({ topics, shareSessionEpoch, maxWaitMs }) => {
        this.epochs.push(shareSessionEpoch);
        const isTold = this.#hear(topics);
        const errorCode = fetchError?.((fetches += 1)) ?? 0;
        const part = errorCode === 0 ? left.shift() : undefined;
        if (!part) await new Promise((resolve) => setTimeout(resolve, Math.min(maxWaitMs, 20)));
        const { records = Buffer.alloc(0), acquired = [], error = 'NONE' } = part ?? {};
        return {
          ...{ throttleTimeMs: 0, errorCode, acquisitionLockTimeoutMs: lockMs, nodeEndpoints: [] },
          responses:
            part || isTold
              ? [
                  {
                    topicId,
                    partitions: [
                      {
                        ...{ partitionIndex: 0, errorCode: error === 'NONE' ? 0 : errorCodeNamed(error) },
                        ...{ acknowledgeErrorCode: isTold ? verdict() : 0, currentLeader: nobody, records },
                        acquiredRecords: acquired.map(([firstOffset, lastOffset, deliveryCount]) => ({
                          ...{ firstOffset, lastOffset, deliveryCount },
                        })),
                      },
                    ],
                  },
                ]
              : [],
        };
      },
      versions,
    );
    this.on(
      shareAcknowledge,
      ({ topics, shareSessionEpoch }) => {
        this.epochs.push(shareSessionEpoch);
        this.#hear(topics);
        return {
          ...{ throttleTimeMs: 0, errorCode: 0, acquisitionLockTimeoutMs: lockMs, nodeEndpoints: [] },
          responses: topics.map(({ partitions }) => ({
            topicId,
            partitions: partitions.map(({ partitionIndex }) => ({
              ...{ partitionIndex, errorCode: verdict(), currentLeader: nobody },
            })),
          })),
        };
      },
      versions,
    );
  }

  #hear(
    topics: ReturnType<typeof this.requests<(typeof shareAcknowledge)['request']>>[number]['topics'],
  ): boolean {
    const names = Object.keys(acknowledgeType);
    const heard = topics.flatMap(({ partitions }) =>
      partitions.flatMap(({ acknowledgementBatches }) =>
        acknowledgementBatches.map(
          ({ firstOffset, lastOffset, acknowledgeTypes }) =>
            `${names[acknowledgeTypes[0]!]!} ${firstOffset}-${lastOffset}`,
        ),
      ),
    );
    this.said.push(...heard);
    return heard.length > 0;
  }
}

interface Slow extends Sink {
  readonly text: () => string;
}

/** `takes`: what is waited for after each write. */
function sinkOf(takes: () => Promise<void> | void = () => undefined): Slow {
  let text = '';
  const take = (chunk: Uint8Array | string) => {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString();
    return takes();
  };
  return { open: true, write: take, lend: take, text: () => text };
}

function read(broker: ScriptedBroker, request: Partial<ShareRequest> = {}, sink = sinkOf()) {
  const notes: string[] = [];
  const { limit = Infinity, signal = new AbortController().signal } = request;
  const session = testSession({
    brokers: [broker],
    metadata: { topics: [topicState('orders', [partitionState(0, [1])], false, topicId)] },
  });
  // As of a command: what interrupts the reading ends its session too.
  const ofCommand = { ...session, settings: { ...session.settings, signal } };
  const report = consumeShare(ofCommand, new RecordPrinter(plain, sink, limit), {
    ...{ groupId: 'workers', topics: ['orders'], follow: false, verdict: 'accept', limit, signal },
    note: (text) => void notes.push(text),
    ...request,
  });
  return { report, notes, sink };
}

const records = (count: number, baseOffset = 0) =>
  batchOf(
    Array.from({ length: count }, (_, index) => ({ value: `v${baseOffset + index}` })),
    { baseOffset },
  );
const fiveOfTen: Part = {
  records: records(10),
  acquired: [
    [2, 4, 1],
    [7, 8, 3],
  ],
};
const tenRecords: Part = { records: records(10), acquired: [[0, 9, 1]] };

test('only what was acquired is shown, with its delivery count, and acknowledged; then the session is closed and the group left', async () => {
  const broker = new ShareBroker({ parts: [fiveOfTen] });
  const { report, sink } = read(broker);
  expect((await report).counts).toEqual({ accepted: 5, released: 0, rejected: 0, lost: 0 });
  expect(sink.text()).toBe('2\t1\tv2\n3\t1\tv3\n4\t1\tv4\n7\t3\tv7\n8\t3\tv8\n');
  expect(broker.said).toEqual(['accept 2-4', 'accept 7-8']);
  expect(broker.epochs[0]).toBe(0);
  expect(broker.epochs.at(-1)).toBe(-1);
  expect(broker.beats.at(-1)).toBe(-1);
});

test('offsets without a record are acknowledged as gaps; what the answer does not reach is given back', async () => {
  const both = Buffer.concat([records(3), records(2, 5)]);
  const broker = new ShareBroker({ parts: [{ records: both, acquired: [[1, 9, 1]] }] });
  const { report } = read(broker);
  expect((await report).counts).toMatchObject({ accepted: 4, released: 3 });
  expect(broker.said).toEqual(['accept 1-2', 'gap 3-4', 'accept 5-6', 'release 7-9']);
});

test('what is released is kept until the end, so that it does not come again at once', async () => {
  const broker = new ShareBroker({
    parts: [tenRecords, { records: records(2, 10), acquired: [[10, 11, 1]] }],
  });
  const { report } = read(broker, { verdict: 'release' });
  expect((await report).counts).toMatchObject({ released: 12 });
  expect(broker.said).toEqual(['release 0-11']);
  expect(broker.epochs.at(-1)).toBe(-1);
});

test('what the group had no room to deliver is said where releases are kept until the end', async () => {
  const broker = new ShareBroker({ parts: [tenRecords] });
  broker.on(listOffsets, ({ topics }) => ({
    throttleTimeMs: 0,
    topics: topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => ({
        ...{ partitionIndex, errorCode: 0, timestamp: -1, offset: 50, leaderEpoch: 0 },
      })),
    })),
  }));
  const { report, notes } = read(broker, { verdict: 'release' });
  expect((await report).counts).toMatchObject({ released: 10 });
  expect(notes.join('\n')).toContain(
    'orders[0]: 40 offsets behind the last one shown were not delivered to this member.',
  );
});

test('at the end the brokers are not asked to wait long', async () => {
  const broker = new ShareBroker({ parts: [tenRecords] });
  await read(broker).report;
  const waits = broker.requests(shareFetch).map(({ maxWaitMs }) => maxWaitMs);
  expect(waits[0]).toBe(250);
  expect(Math.max(...waits.slice(1))).toBe(50);
});

test('behind the limit nothing is shown, and it is given back', async () => {
  const broker = new ShareBroker({ parts: [tenRecords] });
  const { report, sink, notes } = read(broker, { limit: 4, follow: true });
  expect(await report).toMatchObject({ stopped: 'limit', counts: { accepted: 4, released: 6 } });
  expect(sink.text().split('\n')).toHaveLength(5);
  expect(broker.requests(shareFetch)[0]).toMatchObject({ maxRecords: 4, shareAcquireMode: 1 });
  expect(notes.join('\n')).not.toContain('whole batches');
});

test('a broker that knows no strict limit: that the rest of a batch counts as delivered is said', async () => {
  const broker = new ShareBroker({ parts: [tenRecords], versions: [1, 1] });
  const { report, notes } = read(broker, { limit: 4 });
  expect((await report).counts).toMatchObject({ accepted: 4, released: 6 });
  expect(notes.join('\n')).toContain('Brokers before Kafka 4.2 lock whole batches');
});

test('a slow pipe: locks are renewed until the records are shown', async () => {
  const broker = new ShareBroker({ parts: [tenRecords], lockMs: 400 });
  const slow = sinkOf(() => new Promise((resolve) => setTimeout(resolve, 900)));
  const { report, notes } = read(broker, {}, slow);
  expect((await report).counts).toEqual({ accepted: 10, released: 0, rejected: 0, lost: 0 });
  expect(broker.said.filter((each) => each === 'renew 0-9').length).toBeGreaterThanOrEqual(2);
  expect(broker.said.at(-1)).toBe('accept 0-9');
  expect(notes.join()).not.toContain('lost');
});

test('a slow pipe with a broker that renews nothing: what is lost is said, and not shown', async () => {
  const parts = [tenRecords];
  const refused = errorCodeNamed('INVALID_RECORD_STATE');
  const broker = new ShareBroker({ parts, lockMs: 300, versions: [1, 1], verdict: () => refused });
  const slow = sinkOf(() => new Promise((resolve) => setTimeout(resolve, 700)));
  const { report, notes } = read(broker, {}, slow);
  expect(await report).toMatchObject({ isPartial: true, counts: { accepted: 0, lost: 10 } });
  expect(notes.join('\n')).toMatch(
    /orders\[0\]: the locks of 10 offsets \(0–9\) are lost .* brokers before Kafka 4.2 do not renew them/,
  );
  expect(notes.join('\n')).toMatch(
    /the group did not take what was said of 10 records \(offsets 0–9\), which may be delivered again: .* \(INVALID_RECORD_STATE\)/,
  );
});

test('a slow pipe with a group that renews nothing: the locks last as long as they would have', async () => {
  const refused = errorCodeNamed('INVALID_RECORD_STATE');
  const broker: ShareBroker = new ShareBroker({
    ...{ parts: [tenRecords], lockMs: 1500 },
    verdict: () => (broker.said.at(-1)?.startsWith('renew') === true ? refused : 0),
  });
  const slow = sinkOf(() => new Promise((resolve) => setTimeout(resolve, 1000)));
  const { report, notes } = read(broker, {}, slow);
  expect(await report).toMatchObject({ isPartial: false, counts: { accepted: 10, lost: 0 } });
  // Asked once, and not again.
  expect(broker.said).toEqual(['renew 0-9', 'accept 0-9']);
  expect(notes.join()).not.toContain('lost');
});

test('locks that are not renewed are lost when they run out, with the reason that the broker told', async () => {
  const refused = errorCodeNamed('INVALID_RECORD_STATE');
  const broker = new ShareBroker({ parts: [tenRecords], lockMs: 300, verdict: () => refused });
  const slow = sinkOf(() => new Promise((resolve) => setTimeout(resolve, 700)));
  const { report, notes } = read(broker, {}, slow);
  expect(await report).toMatchObject({ isPartial: true, counts: { accepted: 0, lost: 10 } });
  expect(notes.join('\n')).toMatch(
    /orders\[0\]: the locks of 10 offsets \(0–9\) are lost .*\(INVALID_RECORD_STATE\)/,
  );
});

test('^C while nobody takes the output: everything is given back at once', async () => {
  const broker = new ShareBroker({ parts: [tenRecords] });
  const interruption = new AbortController();
  const blocked = sinkOf(() => {
    interruption.abort();
    return new Promise<void>(() => undefined);
  });
  const { report } = read(broker, { follow: true, signal: interruption.signal }, blocked);
  expect(await report).toMatchObject({ stopped: 'interrupted', counts: { accepted: 0, released: 10 } });
  expect(broker.said).toEqual(['release 0-9']);
  expect(broker.beats.at(-1)).toBe(-1);
});

test('a pipe that is closed: what it did not take is given back', async () => {
  const broker = new ShareBroker({ parts: [tenRecords] });
  const closing = { ...sinkOf(), open: true };
  closing.lend = () => void (closing.open = false);
  const { report } = read(broker, { follow: true }, closing);
  expect((await report).counts).toMatchObject({ accepted: 0, released: 10 });
});

test('each record is asked for, and what was answered is acknowledged', async () => {
  const broker = new ShareBroker({ parts: [tenRecords] });
  const answers = ['accept', 'release', 'reject', 'stop'] as const;
  const asked: number[] = [];
  const { report, sink } = read(broker, {
    follow: true,
    verdict: ({ offset }) => Promise.resolve(answers[asked.push(offset) - 1]!),
  });
  expect((await report).counts).toEqual({ accepted: 1, released: 8, rejected: 1, lost: 0 });
  expect(asked).toEqual([0, 1, 2, 3]);
  expect(sink.text().split('\n')).toHaveLength(5);
  expect(broker.said).toEqual(['accept 0-0', 'release 1-1', 'reject 2-2', 'release 3-9']);
});

test('each record is judged by what is in it, at once, and gaps are acknowledged between them', async () => {
  const both = Buffer.concat([records(3), records(2, 5)]);
  const broker = new ShareBroker({ parts: [{ records: both, acquired: [[1, 7, 2]] }] });
  const counts: (number | undefined)[] = [];
  const { report, sink } = read(broker, {
    verdict: {
      judge({ offset, deliveryCount }) {
        counts.push(deliveryCount);
        return offset === 2 ? 'release' : offset === 5 ? 'reject' : 'accept';
      },
    },
  });
  expect(await report).toMatchObject({ stopped: 'end', counts: { accepted: 2, rejected: 1 } });
  expect(sink.text()).toBe('1\t2\tv1\n2\t2\tv2\n5\t2\tv5\n6\t2\tv6\n');
  expect(counts).toEqual([2, 2, 2, 2]);
  expect(broker.said).toEqual([
    'accept 1-1',
    'release 2-2',
    'gap 3-4',
    'reject 5-5',
    'accept 6-6',
    'release 7-7',
  ]);
  // It may come again at once: many are acquired together.
  expect(broker.requests(shareFetch)[0]?.maxRecords).toBeGreaterThan(1);
});

test('judged up to a limit: the rest is given back', async () => {
  const broker = new ShareBroker({ parts: [tenRecords] });
  const { report } = read(broker, { limit: 4, follow: true, verdict: { judge: () => 'accept' } });
  expect(await report).toMatchObject({ stopped: 'limit', counts: { accepted: 4, released: 6 } });
});

test('a session that the broker has forgotten begins again', async () => {
  const lost = errorCodeNamed('SHARE_SESSION_NOT_FOUND');
  const broker = new ShareBroker({ parts: [tenRecords], fetchError: (nth) => (nth === 2 ? lost : 0) });
  const { report, notes } = read(broker);
  expect((await report).counts).toMatchObject({ accepted: 0, lost: 10 });
  expect(broker.epochs.slice(0, 3)).toEqual([0, 1, 0]);
  expect(notes.join()).toContain('SHARE_SESSION_NOT_FOUND');
});

test('a leader that has moved is looked for again', async () => {
  const broker = new ShareBroker({ parts: [{ error: 'NOT_LEADER_OR_FOLLOWER' }, tenRecords] });
  const { report } = read(broker);
  expect((await report).counts).toMatchObject({ accepted: 10 });
  expect(broker.asked.filter((name) => name === 'Metadata').length).toBeGreaterThanOrEqual(2);
});

test('a member that the group has removed joins again', async () => {
  const unknown = errorCodeNamed('UNKNOWN_MEMBER_ID');
  const broker = new ShareBroker({ parts: [tenRecords], beatError: (nth) => (nth === 2 ? unknown : 0) });
  const interruption = new AbortController();
  const { report, notes } = read(broker, { follow: true, signal: interruption.signal });
  while (broker.beats.length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
  interruption.abort();
  await report;
  expect(broker.beats.slice(0, 3)).toEqual([0, 1, 0]);
  expect(notes.join()).toContain('has removed this member');
});

test('damaged records end it with an error, and nothing stays locked', async () => {
  const damaged = records(10);
  damaged[damaged.length - 1]! ^= 0xff;
  const broker = new ShareBroker({ parts: [{ records: damaged, acquired: [[0, 9, 1]] }] });
  await expect(read(broker).report).rejects.toThrow(/checksum/);
  expect(broker.said).toEqual(['release 0-9']);
  expect(broker.beats.at(-1)).toBe(-1);
});

test('a group of another kind and a broker without share groups are refused with what is needed', async () => {
  const refused = errorCodeNamed('GROUP_ID_NOT_FOUND');
  const other = read(new ShareBroker({ parts: [], beatError: () => refused }));
  await expect(other.report).rejects.toMatchObject({
    message: expect.stringMatching(/Share group workers cannot be joined: .*GROUP_ID_NOT_FOUND/),
    hint: 'Read as a member of it with --group. What it is: kafka-lab groups describe workers',
  });
  const disabled = errorCodeNamed('UNSUPPORTED_VERSION');
  const off = read(new ShareBroker({ parts: [], beatError: () => disabled }));
  await expect(off.report).rejects.toThrow(/need Kafka 4.1 or newer, feature share.version/);
  await expect(read(new ScriptedBroker()).report).rejects.toThrow(
    'The broker at fake:9092 does not know share groups: share groups need Kafka 4.1 or newer, feature share.version.',
  );
});
