import { expect, test } from '@jest/globals';
import { widthOf } from '../../view/width.js';
import { drawGroup, drawTopic } from './diagrams.js';

type Topic = Parameters<typeof drawTopic>[1];
type Group = Parameters<typeof drawGroup>[1];

const partitions = [
  { partition: 0, low: 0, high: 30, replicas: [1, 2, 3], isr: [1, 2], leader: 1 },
  { partition: 1, low: 10, high: null, replicas: [2, 3, 1], isr: [], leader: null },
];

test('a topic is a table: boxes for records, marks for the leader, the ISR and the others', () => {
  const lines = drawTopic('notes', { partitions } as unknown as Topic, 'en');
  expect(lines[1]).toMatch(/^│ +│ notes \(▪ = 2\) +│ 1 │ 2 │ 3 │ next offset │$/);
  expect(lines[3]).toMatch(/^│ 0 │ ▪{15} +│ ★ │ ● │ ○ │ 30 +│$/);
  expect(lines[4]).toMatch(/^│ 1 │ +│ ○ │ ○ │ ○ │ no leader +│$/);
  expect(new Set(lines.slice(0, -1).map(widthOf)).size).toBe(1);
  expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(80);
});

test('a group is a table: what is read, what is not, and by which member', () => {
  const group = {
    members: [
      { id: 'm1', partitions: 1 },
      { id: 'm2', partitions: 0 },
    ],
    partitions: [
      { topic: 'notes', partition: 0, currentOffset: 3, logEndOffset: 5, lag: 2, consumerId: 'm1' },
      { topic: 'notes', partition: 1, currentOffset: null, logEndOffset: 2, lag: null, consumerId: null },
    ],
  } as unknown as Group;
  const lines = drawGroup('readers', group, 'en');
  expect(lines[3]).toMatch(/^│ notes 0 │ ███░░ +│ read 3\/5, lag 2 +│ A +│$/);
  expect(lines[4]).toMatch(/^│ notes 1 │ ░░ +│ nothing committed +│ no member +│$/);
  expect(lines.at(-1)).toBe('  member B: no partition');
});
