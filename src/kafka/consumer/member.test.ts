import { describe, expect, test } from '@jest/globals';
import { writeAssignment } from '../../wire/protocol/consumer-protocol.js';
import { errorCodeNamed, type ErrorName } from '../../wire/protocol/error-codes.js';
import type { TopicPartition } from '../session/partition-key.js';
import { assignors, byTopic, memberOf } from './assignors.js';
import type { GroupCoordinator, JoinedGroup, Membership, NextOffset } from './group-coordinator.js';
import { GroupMember } from './member.js';

/** As kafkajs throws it; its names for some codes are older ones. */
function refused(name: ErrorName, kafkajsName: string = name): Error {
  return Object.assign(new Error('words of kafkajs'), {
    name: 'KafkaJSProtocolError',
    type: kafkajsName,
    code: errorCodeNamed(name),
  });
}

type Answer<T> = T | Error;

/** A coordinator that answers with what the test says, one after the other; the last answer stands. */
class FakeCoordinator implements GroupCoordinator {
  readonly log: string[] = [];
  readonly offered: ReadonlyMap<string, readonly TopicPartition[]>[] = [];
  joins: Answer<Partial<JoinedGroup>>[] = [{}];
  assignments: Answer<readonly TopicPartition[]>[] = [[]];
  heartbeats: Answer<void>[] = [undefined];
  readonly synced: { memberId: string; memberAssignment: Buffer }[][] = [];
  readonly committed: (Membership & { offsets: readonly NextOffset[] })[] = [];
  #generation = 0;

  join(memberId: string, offers: readonly { name: string; metadata: Buffer }[]): Promise<JoinedGroup> {
    this.log.push(`join ${memberId || 'anew'}`);
    this.offered.push(
      new Map(
        offers.map(({ name, metadata }) => [name, memberOf({ memberId, memberMetadata: metadata }).owned]),
      ),
    );
    return next(this.joins, (joined) => ({
      memberId: memberId || 'me',
      leaderId: 'another',
      groupProtocol: 'range',
      generationId: ++this.#generation,
      members: [],
      ...joined,
    }));
  }

  sync(
    _member: Membership,
    given: readonly { memberId: string; memberAssignment: Buffer }[],
  ): Promise<Buffer> {
    this.log.push('sync');
    this.synced.push([...given]);
    return next(this.assignments, (own) => writeAssignment(byTopic(own)));
  }

  heartbeat(): Promise<void> {
    this.log.push('heartbeat');
    return next(this.heartbeats, () => undefined);
  }

  commit(member: Membership, offsets: readonly NextOffset[]): Promise<void> {
    this.log.push('commit');
    this.committed.push({ ...member, offsets });
    return Promise.resolve();
  }

  leave(memberId: string): Promise<void> {
    this.log.push(`leave ${memberId}`);
    return Promise.resolve();
  }

  forget(): void {
    this.log.push('forget');
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function next<T, U>(answers: Answer<T>[], answer: (value: T) => U): Promise<U> {
  const first = answers.length > 1 ? (answers.shift() as Answer<T>) : (answers[0] as Answer<T>);
  return first instanceof Error ? Promise.reject(first) : Promise.resolve(answer(first));
}

const partitions = (...numbers: number[]) => numbers.map((partition) => ({ topic: 't', partition }));

/** Runs until it has been assigned partitions so often. */
async function runUntilAssigned(
  coordinator: FakeCoordinator,
  times = 1,
  { timeoutMs = 1000, release = () => Promise.resolve() } = {},
) {
  const stopping = new AbortController();
  const notes: string[] = [];
  const assigned: { own: readonly TopicPartition[]; kept: string[] }[] = [];
  const member: GroupMember = new GroupMember({
    groupId: 'g',
    topics: ['t'],
    assignors,
    coordinator,
    timeoutMs,
    heartbeatMs: 1,
    signal: stopping.signal,
    countPartitions: () => Promise.resolve(new Map([['t', 4]])),
    release() {
      coordinator.log.push('release');
      return release();
    },
    assigned(own, kept) {
      coordinator.log.push('assigned');
      assigned.push({ own, kept: [...kept] });
      if (assigned.length === times) stopping.abort();
    },
    note: (text) => notes.push(text),
  });
  await member.run();
  return { member, notes, assigned };
}

describe('joining', () => {
  test.each<[ErrorName, string]>([
    ['COORDINATOR_LOAD_IN_PROGRESS', 'GROUP_LOAD_IN_PROGRESS'],
    ['NOT_COORDINATOR', 'NOT_COORDINATOR_FOR_GROUP'],
    ['COORDINATOR_NOT_AVAILABLE', 'GROUP_COORDINATOR_NOT_AVAILABLE'],
    ['REQUEST_TIMED_OUT', 'REQUEST_TIMED_OUT'],
  ])('%s: the coordinator is looked for and asked again', async (name, kafkajsName) => {
    const coordinator = new FakeCoordinator();
    coordinator.joins = [refused(name, kafkajsName), refused(name, kafkajsName), {}];
    coordinator.assignments = [partitions(1)];
    const { assigned } = await runUntilAssigned(coordinator);
    expect(assigned).toEqual([{ own: partitions(1), kept: [] }]);
    expect(coordinator.log.slice(0, 5)).toEqual(['join anew', 'forget', 'join anew', 'forget', 'join anew']);
  });

  test('a connection that breaks is as good as a coordinator that moves', async () => {
    const coordinator = new FakeCoordinator();
    const broken = Object.assign(new Error('closed'), { name: 'KafkaJSConnectionClosedError' });
    coordinator.joins = [broken, {}];
    expect((await runUntilAssigned(coordinator)).assigned).toHaveLength(1);
  });

  test('until the time-out, and then in Kafka’s words', async () => {
    const coordinator = new FakeCoordinator();
    coordinator.joins = [refused('COORDINATOR_LOAD_IN_PROGRESS', 'GROUP_LOAD_IN_PROGRESS')];
    await expect(runUntilAssigned(coordinator, 1, { timeoutMs: 150 })).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringMatching(
        /^The coordinator of group g did not get ready within 150 ms\. .*\(COORDINATOR_LOAD_IN_PROGRESS\)$/,
      ),
      hint: expect.stringContaining('Try again'),
    });
  });

  test('what cannot succeed fails at once', async () => {
    const coordinator = new FakeCoordinator();
    coordinator.joins = [refused('GROUP_AUTHORIZATION_FAILED')];
    await expect(runUntilAssigned(coordinator)).rejects.toThrow('words of kafkajs');
    expect(coordinator.log).toEqual(['join anew']);
  });

  test.each<[ErrorName, string]>([
    ['REBALANCE_IN_PROGRESS', 'join me'],
    ['UNKNOWN_MEMBER_ID', 'join anew'],
  ])('%s while it waits for its partitions: joins again', async (name, again) => {
    const coordinator = new FakeCoordinator();
    coordinator.assignments = [refused(name), partitions(0)];
    await runUntilAssigned(coordinator);
    expect(coordinator.log).toEqual(['join anew', 'sync', again, 'sync', 'assigned']);
  });

  test('as the leader it shares out for all, with the assignor that was chosen', async () => {
    const coordinator = new FakeCoordinator();
    const others = new FakeCoordinator();
    await runUntilAssigned(others);
    coordinator.joins = [
      {
        leaderId: 'me',
        groupProtocol: 'roundrobin',
        members: ['me', 'other'].map((memberId) => ({
          memberId,
          memberMetadata: Buffer.from('0000' + '00000001' + '000174' + '00000000', 'hex'),
        })),
      },
    ];
    await runUntilAssigned(coordinator);
    expect(coordinator.synced[0]).toEqual([
      { memberId: 'me', memberAssignment: writeAssignment(byTopic(partitions(0, 2))) },
      { memberId: 'other', memberAssignment: writeAssignment(byTopic(partitions(1, 3))) },
    ]);
  });
});

describe('a rebalance', () => {
  test('all is released and committed before it joins again, and what it has again goes on', async () => {
    const coordinator = new FakeCoordinator();
    coordinator.assignments = [partitions(0, 1), partitions(1, 2)];
    coordinator.heartbeats = [undefined, refused('REBALANCE_IN_PROGRESS'), undefined];
    const { assigned, notes } = await runUntilAssigned(coordinator, 2);
    expect(assigned).toEqual([
      { own: partitions(0, 1), kept: [] },
      { own: partitions(1, 2), kept: ['t/1'] },
    ]);
    expect(coordinator.log.filter((each) => each !== 'heartbeat')).toEqual([
      'join anew',
      'sync',
      'assigned',
      'release',
      'join me',
      'sync',
      'assigned',
    ]);
    expect(notes).toEqual(['Group g is sharing its partitions out again.']);
  });

  test('heartbeats go on while the output of records is waited for', async () => {
    const coordinator = new FakeCoordinator();
    coordinator.heartbeats = [refused('REBALANCE_IN_PROGRESS')];
    const release = () => new Promise<void>((resolve) => setTimeout(resolve, 60));
    await runUntilAssigned(coordinator, 2, { release });
    const released = coordinator.log.indexOf('release');
    expect(coordinator.log.slice(released + 1, coordinator.log.indexOf('join me'))).toContain('heartbeat');
  });

  test('cooperative: it says what it has, gives up what it has lost, and joins again so that others get it', async () => {
    const coordinator = new FakeCoordinator();
    coordinator.joins = [{ groupProtocol: 'cooperative-sticky' }];
    coordinator.assignments = [partitions(0, 1), partitions(0), partitions(0)];
    coordinator.heartbeats = [refused('REBALANCE_IN_PROGRESS'), undefined];
    const { assigned } = await runUntilAssigned(coordinator, 2);
    expect(assigned.map(({ own }) => own)).toEqual([partitions(0, 1), partitions(0)]);
    expect(coordinator.offered.map((offers) => offers.get('cooperative-sticky'))).toEqual([
      [],
      partitions(0, 1),
      partitions(0),
    ]);
    expect(coordinator.offered.map((offers) => offers.get('range'))).toEqual([[], [], []]);
  });

  test('a member that was removed says so and begins anew, with nothing', async () => {
    const coordinator = new FakeCoordinator();
    coordinator.assignments = [partitions(0), partitions(0)];
    coordinator.heartbeats = [refused('UNKNOWN_MEMBER_ID'), undefined];
    const { assigned, notes } = await runUntilAssigned(coordinator, 2);
    expect(assigned.map(({ kept }) => kept)).toEqual([[], []]);
    expect(notes).toEqual([expect.stringMatching(/^Group g has removed this member, .* joining again\./)]);
    expect(coordinator.log.filter((each) => each.startsWith('join'))).toEqual(['join anew', 'join anew']);
  });
});

test('it commits as the member that was given the partitions, and leaves', async () => {
  const coordinator = new FakeCoordinator();
  const { member } = await runUntilAssigned(coordinator);
  await member.commit([{ topic: 't', partition: 0, next: 5 }]);
  await member.leave();
  expect(coordinator.committed).toEqual([
    { memberId: 'me', generationId: 1, offsets: [{ topic: 't', partition: 0, next: 5 }] },
  ]);
  expect(coordinator.log.at(-1)).toBe('leave me');
});
