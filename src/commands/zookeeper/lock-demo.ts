/** `kafka-lab zookeeper lock-demo` */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell, Tone } from '../../view/view.js';
import { parseDurationMs } from '../../text/duration.js';
import { lockDemo, type LockEvent } from '../../zookeeper/znodes/lock-demo.js';
import type { LockStep } from '../../zookeeper/znodes/lock-lessons.js';
import type { SessionSettings } from '../../zookeeper/client/session.js';
import type { ZooKeeperTarget } from '../../zookeeper/servers/find-zookeeper.js';
import { openZooKeeper } from '../../zookeeper/servers/open-zookeeper.js';
import { clockTime, sessionSettingsOf, targetOf } from './_zookeeper-options.js';

/** As short as a server of the practice cluster lets it be: the user waits for a dead client's session to end. */
const sessionTimeoutMs = 2000;
const mostClients = 20;

export const zookeeperLockDemo = defineCommand({
  path: ['zookeeper', 'lock-demo'],
  summary: 'show sessions, ephemeral sequential nodes, and a lock that is released when its holder dies',
  effect: 'writes',
  isFor: 'people',
  changes: 'zookeeper',
  options: z.object({
    clients: z.int().min(2).max(mostClients).default(3).meta({ description: 'how many want the lock' }),
    hold: z
      .string()
      .default('1s')
      .meta({ description: 'how long each keeps it: 500ms, 2s', placeholder: 'DURATION' }),
  }),
  examples: ['zookeeper lock-demo', 'zookeeper lock-demo --clients 5 --hold 500ms'],
  async *run(context, { clients, hold }) {
    const target = await targetOf(context);
    const settings = sessionSettingsOf(context);
    await context.guardCluster(await clusterIdAt(target, settings));
    yield* lockDemo({
      clients,
      holdMs: parseDurationMs(hold),
      path: `/kafka-lab/lock-demo-${randomBytes(4).toString('hex')}`,
      signal: context.signal,
      now: () => context.now(),
      open: (purpose) =>
        purpose === 'client'
          ? openZooKeeper(target, { ...settings, sessionTimeoutMs })
          : openZooKeeper(target, { ...settings, signal: new AbortController().signal }),
    });
  },
  view: ({ time, who, step, detail, lesson }: LockEvent) => ({
    header: ['TIME', 'WHO', 'WHAT'],
    rows: [[clockTime(time), who, whatCell(step, detail)]],
    notes: lesson === null ? [] : lesson.split('\n').map((line) => `  ${line}`),
  }),
});

/** The id of the Kafka cluster that uses this ZooKeeper; null if none does yet. */
async function clusterIdAt(target: ZooKeeperTarget, settings: SessionSettings): Promise<string | null> {
  const client = await openZooKeeper(target, settings);
  try {
    if ((await client.stat('/cluster/id')) === undefined) return null;
    const { data } = await client.data('/cluster/id');
    return /"id"\s*:\s*"([^"]+)"/.exec(data.toString('utf8'))?.[1] ?? null;
  } finally {
    await client.close();
  }
}

const tones: Readonly<Partial<Record<LockStep, Tone>>> = {
  prepare: 'muted',
  wait: 'muted',
  acquire: 'good',
  release: 'good',
  notified: 'warn',
  crash: 'bad',
  'clear-away': 'muted',
};

function whatCell(step: LockStep, detail: string): Cell {
  const tone = tones[step];
  return tone === undefined ? detail : { text: detail, tone };
}
