import { describe, expect, test } from '@jest/globals';
import { LabError } from '../../text/errors.js';
import type { GroupSnapshot } from './group-snapshots.js';
import { checkHasOffsets } from './offset-changes.js';

const consumers: GroupSnapshot = {
  group: 'g',
  state: 'Stable',
  type: 'classic',
  protocolType: 'consumer',
  coordinator: { id: 1, address: 'h:1' },
  assignor: 'range',
  members: [],
  committed: [],
  problem: null,
};

function complaint(group: Partial<GroupSnapshot>): string | undefined {
  try {
    checkHasOffsets({ ...consumers, ...group });
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(LabError);
    return `${(error as LabError).message} ${(error as LabError).hint ?? ''}`;
  }
}

describe('groups without committed offsets are not reset', () => {
  test.each<[string, Partial<GroupSnapshot>, RegExp]>([
    [
      'share, on a broker that does not tell',
      { type: 'share', problem: 'its members are unknown' },
      /is a share group, and its members are unknown\./,
    ],
    [
      'Kafka Connect',
      { protocolType: 'connect' },
      /is a group of Kafka Connect, not of consumers: it has no committed offsets to set\. .*connect-NAME/,
    ],
    ['another kind', { protocolType: 'sr' }, /is a group of the protocol "sr", not of consumers/],
  ])('%s', (_kind, group, message) => expect(complaint(group)).toMatch(message));

  test.each<[string, Partial<GroupSnapshot>]>([
    ['consumers', {}],
    ['share', { type: 'share' }],
    ['a group that was made by a commit', { protocolType: '' }],
    ['the newer protocol', { type: 'consumer' }],
    [
      'whatever has committed',
      { protocolType: 'mine', committed: [{ topic: 't', partition: 0, offset: 1, metadata: '' }] },
    ],
  ])('%s: no objection', (_kind, group) => expect(complaint(group)).toBeUndefined());
});
