import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { leave, menuHome, type MenuHome } from '../testing/program/menu-terminal.js';
import { key } from '../testing/program/pseudo-terminal.js';
import { onTestCluster, testCluster, uniqueName } from '../testing/clusters/test-cluster.js';

const { enter, escape, interrupt, up } = key;
const practice = process.env['KAFKA_LAB_TEST_CLUSTER'] ?? '';
let home: MenuHome;

/** A home of its own, so with nothing learned yet, in which the test cluster is a practice cluster. */
beforeEach(() => {
  home = menuHome();
  const shared = process.env['KAFKA_LAB_HOME'] ?? '';
  mkdirSync(join(home.path, 'data'));
  symlinkSync(join(shared, 'data', 'clusters'), join(home.path, 'data', 'clusters'));
  symlinkSync(join(shared, 'cache'), join(home.path, 'cache'));
});
afterEach(() => home.remove());

/** Java and the jars that Maven keeps are found through these. */
const env = { HOME: process.env['HOME'], JAVA_HOME: process.env['JAVA_HOME'] };

test('learn: from elsewhere to a practice cluster, a lesson begun, and the list knows how far', async () => {
  const topic = uniqueName('lesson');
  await onTestCluster(['topics', 'create', topic]);
  const terminal = home.open(undefined, { env });
  await terminal.choose('Quit ', 'Learn');
  await terminal.answer('tiếng Việt', 'l');
  await terminal.answer('học lại từ đầu', '?');
  await terminal.answer('Nhấn Enter để bắt đầu', enter);
  await terminal.choose('is not a practice cluster', practice);
  const begun = await terminal.answer(/1\/6[^]*› kafka-lab/, `q${enter}`);
  expect(begun).toContain(`$ kafka-lab --cluster ${practice} learn run topics --lang vi\n`);
  await terminal.answer('học lại từ đầu', 'l');
  await terminal.answer('from the start', enter);
  await terminal.answer(/1\/6[^]*› kafka-lab/, enter);
  // ^C ends a command that was typed, and the step goes on.
  await terminal.answer(/2\/6[^]*› kafka-lab/, `consume ${topic}${enter}`);
  await terminal.answer('waiting for new records', interrupt);
  await terminal.answer('› kafka-lab', interrupt);
  const list = await terminal.sees('from the start');
  expect(list).toMatch(/❯ +1 topics +5 min +1\/6 steps +Broker, topic/);
  await terminal.answer('tiếng Việt', 's');
  await terminal.answer('where you left', enter);
  const anew = await terminal.answer(/1\/6[^]*› kafka-lab/, `q${enter}`);
  expect(anew).toContain('learn run topics --from-start\n');
  await terminal.sees('from the start');
  expect(await leave(terminal)).toBe(0);
}, 60_000);

test('drill: the settings that matter in sight; what is refused is told, and the menu goes on', async () => {
  const terminal = home.open(['--cluster', practice], { env });
  await terminal.choose('Quit ', 'Drill');
  await terminal.choose('which accident?', 'leader-kill');
  const form = await terminal.choose('duration: 20s', 'min-insync: 2');
  expect(form).toMatch(/acks: all[^]*min-insync: 2[^]*rate: 200/);
  await terminal.answer('min-insync:', `4${enter}`);
  await terminal.answer('leader-kill --min-insync 4\n', up.repeat(4) + enter);
  await terminal.answer('That did not work', escape);
  expect(await terminal.sees('which accident?')).not.toContain('Run it');
  expect(terminal.raw).toContain('--min-insync 4 is more than --replication-factor 3');
  expect(await leave(terminal)).toBe(0);
}, 60_000);

test('--plain; a practice cluster that is not up is offered to be started', async () => {
  const terminal = home.open(['--plain', '-b', testCluster().bootstrapServers], { env });
  const places = await terminal.sees(/\d+\. Drill[^]*back\]/);
  terminal.press(`${/(\d+)\. Drill/.exec(places)?.[1]}\r`);
  await terminal.answer('14. matrix', '? 1\r');
  await terminal.answer('leader-kill: the leader of partition 0 is killed', '14\r');
  const clusters = await terminal.sees(/\d+\. lab: not up[^]*back\]/);
  terminal.press(`${/(\d+)\. lab/.exec(clusters)?.[1]}\r`);
  await terminal.answer('The practice cluster lab is not up.', '2\r');
  await terminal.sees('14. matrix');
  expect(await leave(terminal)).toBe(0);
}, 60_000);
