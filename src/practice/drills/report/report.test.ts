import { expect, test } from '@jest/globals';
import { accountOf } from '../stream/account.js';
import { drawTimeline } from './draw-timeline.js';
import type { PoisonAccount } from '../poison/poison-account.js';
import type { Ledger } from '../stream/ledger.js';
import { reportHtml } from './report-html.js';
import type { DrillReport } from '../run-drill.js';
import { scenarioNames, scenarios } from '../scenarios.js';
import { throughputOf } from '../stream/throughput.js';

test('each scenario has its name in the list', () => {
  expect(scenarios.map(({ name }) => name)).toEqual(scenarioNames);
});

/** Ten seconds; the leader of the only partition dies after four, another one leads from six on, one record is lost. */
function report(): DrillReport {
  const settings = {
    ...{ scenario: 'leader-kill', acks: '1' as const, minInsync: 2, replicationFactor: 3, partitions: 1 },
    ...{ idempotent: true, uncleanElections: false, rate: 10, durationMs: 10_000, deliveryTimeoutMs: 10_000 },
  };
  const sightings = Array.from({ length: 100 }, (_, id) => ({
    id,
    partition: 0,
    offset: id,
    atMs: id * 100,
  }));
  const served = sightings.filter(({ atMs }) => atMs < 4000 || atMs >= 6000);
  const ledger = {
    sentAtMs: sightings.map(({ atMs }) => atMs),
    acknowledged: new Map(served.map((each) => [each.id, each])),
    reads: served,
  } as unknown as Ledger;
  return {
    ...{
      scenario: 'leader-kill',
      summary: 'the <leader> dies',
      settings,
      mode: 'kraft',
      startedAt: '2026-01-15T10:00:00.000Z',
    },
    ...{ durationMs: 10_000, interrupted: false, reasons: [], throughput: throughputOf(ledger) },
    account: accountOf(ledger, served.slice(1), settings),
    timeline: {
      partitions: [
        { atMs: 0, partition: 0, leader: 1, isr: [1, 2, 3], leaderEpoch: 0 },
        { atMs: 4500, partition: 0, leader: null, isr: [1, 2, 3], leaderEpoch: 0 },
        { atMs: 6000, partition: 0, leader: 2, isr: [2, 3], leaderEpoch: 1 },
      ],
      controllers: [
        { atMs: 0, controller: 1 },
        { atMs: 4000, controller: null },
        { atMs: 5000, controller: 3 },
      ],
      actions: [{ atMs: 4000, text: 'broker 1 killed' }],
    },
  };
}

test('the page says what was lost, draws every lane, and is self-contained', () => {
  const html = reportHtml(report());
  expect(html).toContain('1 of 80 acknowledged records were lost.');
  expect(html).toContain('The &lt;leader&gt; dies');
  expect(html.match(/<rect /g)).toHaveLength(9);
  expect(html.match(/<polyline /g)).toHaveLength(3);
  expect(html).toContain('<title>4.5 s: leader none, ISR 1, 2, 3</title>');
  expect(html).toContain('<title>4.0 s: controller none</title>');
  expect(html).toContain('without ZooKeeper (KRaft)');
  expect(html).not.toMatch(/NaN|undefined|Infinity|(?:src|href)=/);
});

const place = { id: 7, partition: 0, offset: 7 };

test('poison: the page says where the classic group stands, what the share group made of it, and every fault', () => {
  const poison: PoisonAccount = {
    poison: [7],
    classic: {
      ...{ restarts: 5, standsAt: place, failures: 6, committed: 7, blocked: 1200, handled: 7, unread: 93 },
    },
    share: {
      ...{
        deliveryLimit: 3,
        accepted: 98,
        confirmed: 98,
        acceptedTwice: 0,
        acceptedPast: 40,
        deadLettered: 1,
      },
      ...{
        deliveries: [{ id: 7, times: 3, isDeadLettered: true }],
        lost: [9],
        undelivered: [],
        inTwoPlaces: [],
      },
    },
    faults: ['1 record is nowhere: <id 9>.'],
  };
  const html = reportHtml({ ...report(), poison });
  expect(html).toContain(
    'The classic group stood at offset 7 of partition 0 through 5 restarts, 1,200 records behind it unread; the share group accepted 98 and put 1 into its dead letter queue; 1 record is in neither.',
  );
  expect(html).toContain('<li>1 record is nowhere: &lt;id 9&gt;.</li>');
  expect(html).toContain('<td class="n bad">1</td><td>neither accepted nor dead-lettered: id 9</td>');
  expect(html).not.toContain('read twice');
  expect(html).not.toMatch(/NaN|undefined|Infinity|(?:src|href)=/);
});

test('copies: the page has a sentence and lines for each, and every fault', () => {
  const one = { runs: 7, killed: 1, stopped: 0, reasons: [], elsewhere: [], strangers: [] };
  const copies = [
    { ...one, isTransactional: true, copied: 79, missing: [4], twice: [], faults: ['id <4> is missing'] },
    { ...one, isTransactional: false, copied: 80, missing: [], twice: [6, 7], faults: [] },
  ];
  const html = reportHtml({ ...report(), copies });
  expect(html).toContain(
    'The copy with transactions has 79 records of the source: 1 record is missing, 0 records are there twice.',
  );
  expect(html).toContain('<li>id &lt;4&gt; is missing</li>');
  expect(html).toContain('<td class="n bad">1</td><td>in the source, and not in the copy: id 4</td>');
  expect(html).toContain('<td class="n">2</td><td>in the copy more than once: ids 6, 7</td>');
  expect(html).toContain('of the command copy: 1 killed, 0 ended early');
});

test('the timeline as text: each leader, a gap, and the actions', () => {
  const lines = drawTimeline(report());
  expect(lines.find((line) => line.startsWith('partition 0 leader'))).toMatch(/│1{26}✗{8}2{24}│/);
  expect(lines.find((line) => line.includes('ISR  '))).toMatch(/│3{34}2{24}│/);
  expect(lines.find((line) => line.startsWith('sent'))).toMatch(/│█{58}│/);
  expect(lines.find((line) => line.startsWith('controller'))).toMatch(/│1{23}✗{6}3{29}│/);
  expect(lines.find((line) => line.startsWith('acknowledged'))).toMatch(/█ +[▁-█]/);
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(80);
  expect(lines).toContainEqual(expect.stringContaining('4.0 s  broker 1 killed'));
});
