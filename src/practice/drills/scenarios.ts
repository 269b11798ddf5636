/** The scenarios of drills, each a few lines; the faults concern partition 0. */
import { startCopies } from './copy/read-copies.js';
import { startPoisonReaders } from './poison/read-poison.js';
import { scenario, scenarioWith, type Scenario } from './scenario.js';
import { startTwoMembers } from './stream/two-members.js';

export const scenarioNames = [
  'leader-kill',
  'leader-stop',
  'leader-alone',
  'last-replica',
  'two-brokers',
  'rolling-restart',
  'controller-kill',
  'zookeeper-restart',
  'scale-out',
  'consumer-crash',
  'pause',
  'poison-message',
  'copy',
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Longer than a broker's session, so that it expires. */
const beyondSessionMs = 9000;

export const scenarios: readonly Scenario<ScenarioName>[] = [
  scenario({
    name: 'leader-kill',
    summary: 'the leader of partition 0 is killed (SIGKILL), and started again later',
    brokersNeeded: 2,
    async run(accidents) {
      const leader = accidents.leaderOf(0);
      await accidents.kill(leader);
      await accidents.untilOtherLeads(0, leader);
      await accidents.start(leader);
    },
  }),
  scenario({
    name: 'leader-stop',
    summary: 'the leader of partition 0 is stopped cleanly: it hands over its leadership first',
    brokersNeeded: 2,
    async run(accidents) {
      const leader = accidents.leaderOf(0);
      await accidents.stop(leader);
      await accidents.wait(2000);
      await accidents.start(leader);
    },
  }),
  scenario({
    name: 'leader-alone',
    summary:
      'the followers freeze for a moment, then the leader is killed before they have copied everything',
    brokersNeeded: 2,
    async run(accidents) {
      const leader = accidents.leaderOf(0);
      const followers = accidents.followersOf(0);
      const frozenAtMs = performance.now();
      await Promise.all(followers.map((follower) => accidents.pause(follower)));
      // Shorter than their sessions, including the time that freezing takes: they stay in the ISR.
      await accidents.wait(Math.max(0, 2000 - (performance.now() - frozenAtMs)));
      await accidents.kill(leader);
      await Promise.all(followers.map((follower) => accidents.resume(follower)));
      await accidents.untilOtherLeads(0, leader);
      await accidents.start(leader);
    },
  }),
  scenario({
    name: 'last-replica',
    summary:
      'the followers are killed, then the leader, the last replica left; the followers come back first',
    brokersNeeded: 2,
    async run(accidents) {
      const leader = accidents.leaderOf(0);
      const followers = accidents.followersOf(0);
      for (const follower of followers) await accidents.kill(follower);
      await accidents.wait(8000);
      await accidents.kill(leader);
      await accidents.start(...followers);
      await accidents.wait(3000);
      await accidents.start(leader);
    },
  }),
  scenario({
    name: 'two-brokers',
    summary: 'both followers of partition 0 are killed: fewer replicas than min.insync.replicas=2 requires',
    brokersNeeded: 3,
    async run(accidents) {
      const followers = accidents.followersOf(0).slice(0, 2);
      for (const follower of followers) await accidents.kill(follower);
      await accidents.wait(10_000);
      await accidents.start(...followers);
    },
  }),
  scenario({
    name: 'rolling-restart',
    summary: 'one broker after the other is stopped and started, as for an upgrade',
    brokersNeeded: 2,
    async run(accidents) {
      for (const broker of [...accidents.view.brokers]) {
        await accidents.stop(broker);
        await accidents.start(broker);
        await accidents.untilWhole();
      }
    },
  }),
  scenario({
    name: 'controller-kill',
    summary: 'the controller is killed: no leader can be elected until there is a new one',
    brokersNeeded: 2,
    async run(accidents) {
      const controller = await accidents.controller();
      await accidents.kill(controller);
      await accidents.wait(8000);
      await accidents.start(controller);
    },
  }),
  scenario({
    name: 'zookeeper-restart',
    summary: 'ZooKeeper stops for some seconds: records keep flowing, but no leader can change',
    needs: 'zookeeper',
    brokersNeeded: 1,
    async run(accidents) {
      await accidents.stop('zookeeper');
      await accidents.wait(4000);
      await accidents.start('zookeeper');
      await accidents.wait(3000);
    },
  }),
  scenario({
    name: 'scale-out',
    summary:
      'a broker is added, and the topic reassigned over all brokers with a throttle, while records flow',
    brokersNeeded: 1,
    async run(accidents) {
      await accidents.addBroker();
      await accidents.wait(1000);
      await accidents.spread();
      await accidents.wait(2000);
    },
  }),
  scenarioWith(startTwoMembers, {
    name: 'consumer-crash',
    summary: 'one of the two members of the consumer group is killed; the other takes over',
    brokersNeeded: 1,
    async run(accidents, members) {
      // Until both members have joined.
      await accidents.wait(4000);
      members.crash();
      await accidents.wait(5000);
    },
  }),
  scenario({
    name: 'pause',
    summary: 'the leader of partition 0 freezes (SIGSTOP) until another broker leads, then resumes',
    brokersNeeded: 2,
    async run(accidents) {
      const leader = accidents.leaderOf(0);
      await accidents.pause(leader);
      await accidents.wait(beyondSessionMs);
      await accidents.resume(leader);
      await accidents.wait(4000);
    },
  }),
  scenarioWith(startPoisonReaders, {
    name: 'poison-message',
    summary:
      'three records cannot be handled: a classic group fails at the first again and again, a share group puts them into a dead letter queue',
    needs: 'kraft',
    brokersNeeded: 1,
    async run(accidents, readers) {
      await readers.failAsClassicGroup();
      await accidents.wait(2000);
      await readers.readAsShareGroup();
    },
  }),
  scenarioWith(startCopies, {
    name: 'copy',
    summary:
      'two copies of the topic run, with transactions and without: a broker is killed, then both copies are, and they go on',
    brokersNeeded: 2,
    async run(accidents, copies) {
      copies.begin();
      await accidents.wait(3000);
      const leader = accidents.leaderOf(0);
      await accidents.kill(leader);
      await accidents.untilOtherLeads(0, leader);
      await accidents.start(leader);
      await copies.crash();
      await accidents.wait(2000);
    },
  }),
];
