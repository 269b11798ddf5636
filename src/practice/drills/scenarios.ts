/** The accidents that a drill can have, each a few lines; partition 0 is the one that suffers. */
import type { ClusterMode } from '../cluster/state/cluster-plan.js';
import type { Accidents } from './accidents.js';

export interface Scenario {
  readonly name: ScenarioName;
  readonly summary: string;
  /** The stream is read by a group of two processes rather than by one reader. */
  readonly readsAsGroup?: boolean;
  /** The only kind of cluster on which it can happen. */
  readonly needs?: ClusterMode;
  readonly brokersNeeded: number;
  run(accidents: Accidents): Promise<void>;
}

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
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Longer than a broker's session, so that it is given up. */
const beyondSessionMs = 9000;

export const scenarios: readonly Scenario[] = [
  {
    name: 'leader-kill',
    summary: 'the leader of partition 0 is killed (SIGKILL), and started again later',
    brokersNeeded: 2,
    async run(accidents) {
      const leader = accidents.leaderOf(0);
      await accidents.kill(leader);
      await accidents.untilOtherLeads(0, leader);
      await accidents.start(leader);
    },
  },
  {
    name: 'leader-stop',
    summary: 'the leader of partition 0 is stopped as an operator would: it hands over first',
    brokersNeeded: 2,
    async run(accidents) {
      const leader = accidents.leaderOf(0);
      await accidents.stop(leader);
      await accidents.wait(2000);
      await accidents.start(leader);
    },
  },
  {
    name: 'leader-alone',
    summary:
      'the followers freeze for a moment, then the leader is killed before they have copied everything',
    brokersNeeded: 2,
    async run(accidents) {
      const leader = accidents.leaderOf(0);
      const followers = accidents.followersOf(0);
      const frozenAtMs = performance.now();
      await Promise.all(followers.map((follower) => accidents.pause(follower)));
      // Shorter than their sessions, however long the freezing itself takes: they stay in the ISR.
      await accidents.wait(Math.max(0, 2000 - (performance.now() - frozenAtMs)));
      await accidents.kill(leader);
      await Promise.all(followers.map((follower) => accidents.resume(follower)));
      await accidents.untilOtherLeads(0, leader);
      await accidents.start(leader);
    },
  },
  {
    name: 'last-replica',
    summary: 'the followers die, then the leader, the last one that is left; the followers come back first',
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
  },
  {
    name: 'two-brokers',
    summary: 'both followers of partition 0 are killed: fewer replicas than min.insync.replicas=2 wants',
    brokersNeeded: 3,
    async run(accidents) {
      const followers = accidents.followersOf(0).slice(0, 2);
      for (const follower of followers) await accidents.kill(follower);
      await accidents.wait(10_000);
      await accidents.start(...followers);
    },
  },
  {
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
  },
  {
    name: 'controller-kill',
    summary: 'the controller is killed: nobody can elect leaders until there is a new one',
    brokersNeeded: 2,
    async run(accidents) {
      const controller = await accidents.controller();
      await accidents.kill(controller);
      await accidents.wait(8000);
      await accidents.start(controller);
    },
  },
  {
    name: 'zookeeper-restart',
    summary: 'ZooKeeper stops for some seconds: records flow on, but no leader can change',
    needs: 'zookeeper',
    brokersNeeded: 1,
    async run(accidents) {
      await accidents.stop('zookeeper');
      await accidents.wait(4000);
      await accidents.start('zookeeper');
      await accidents.wait(3000);
    },
  },
  {
    name: 'scale-out',
    summary: 'a broker is added, and the topic spread over all of them, throttled, while records flow',
    brokersNeeded: 1,
    async run(accidents) {
      await accidents.addBroker();
      await accidents.wait(1000);
      await accidents.spread();
      await accidents.wait(2000);
    },
  },
  {
    name: 'consumer-crash',
    summary: 'one of the two members of the group that reads is killed; the other takes over',
    readsAsGroup: true,
    brokersNeeded: 1,
    async run(accidents) {
      // A member that was not there yet could not crash.
      await accidents.wait(4000);
      accidents.crashConsumer();
      await accidents.wait(5000);
    },
  },
  {
    name: 'pause',
    summary: 'the leader of partition 0 freezes (SIGSTOP) until another one leads, and then wakes up',
    brokersNeeded: 2,
    async run(accidents) {
      const leader = accidents.leaderOf(0);
      await accidents.pause(leader);
      await accidents.wait(beyondSessionMs);
      await accidents.resume(leader);
      await accidents.wait(4000);
    },
  },
];
