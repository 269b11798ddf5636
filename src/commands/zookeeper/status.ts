/** `kafka-lab zookeeper status` */
import { z } from 'zod';
import { defineCommand } from '../../contract/command.js';
import type { Cell, View } from '../../view/view.js';
import { formatDuration } from '../../text/duration.js';
import type { Address } from '../../net/addresses.js';
import { openZooKeeper } from '../../zookeeper/servers/open-zookeeper.js';
import {
  zooKeeperStatus,
  type ServerStatus,
  type SessionStatus,
  type ZooKeeperStatus,
} from '../../zookeeper/servers/server-status.js';
import { sessionSettingsOf, targetOf } from './_zookeeper-options.js';

/** A server that does not answer in this time is shown as down. */
const longestWaitMs = 1800;

const allWords = 'ruok,srvr,mntr,cons,dump';

export const zookeeperStatus = defineCommand({
  path: ['zookeeper', 'status'],
  summary: 'show the state of each ZooKeeper server, and which session owns which ephemeral nodes',
  effect: 'reads',
  options: z.object({}),
  examples: ['zookeeper status', 'zookeeper status --zookeeper zoo1:2181,zoo2:2181,zoo3:2181 -o json'],
  async run(context) {
    const target = await targetOf(context);
    const settings = sessionSettingsOf(context);
    const timeoutMs = Math.min(settings.timeoutMs, longestWaitMs);
    const open = (servers: readonly Address[]) =>
      openZooKeeper({ ...target, servers, chroot: '/' }, { ...settings, timeoutMs });
    const status = await zooKeeperStatus(target.servers, {
      ...settings,
      timeoutMs,
      open: (server) => open([server]),
    });
    // If there is nothing at all, the reason says more than a table.
    if (status.servers.every(({ isUp }) => !isUp)) await (await open(target.servers)).close();
    return status;
  },
  view: (status: ZooKeeperStatus): View => ({
    header: ['SERVER', 'MODE', 'VERSION', 'LATENCY MS', 'CLIENTS', 'ZNODES', 'WATCHES'],
    rows: status.servers.map((server) => [
      server.address,
      modeCell(server),
      server.version,
      latencyOf(server),
      server.connections,
      server.znodes,
      server.watches,
    ]),
    notes: notesOf(status),
    more: status.sessions === null ? [] : [sessionsView(status.sessions)],
  }),
  failed: ({ servers }) => servers.some(({ isServing }) => !isServing),
});

function modeCell({ isUp, isServing, mode }: ServerStatus): Cell {
  if (!isUp) return { text: 'down', tone: 'bad' };
  if (!isServing) return { text: 'not serving', tone: 'bad' };
  return { text: mode ?? 'serving', tone: 'good' };
}

/** min/average/max, as ZooKeeper itself says it. */
function latencyOf({ latencyMs }: ServerStatus): string | null {
  if (latencyMs === null) return null;
  const { min, average, max } = latencyMs;
  return `${min}/${Number(average.toFixed(1))}/${max}`;
}

function sessionsView(sessions: readonly SessionStatus[]): View {
  return {
    title: sessions.length === 1 ? '1 session' : `${sessions.length} sessions`,
    header: ['SESSION', 'CLIENT', 'TIME-OUT', 'EPHEMERAL NODES'],
    rows: sessions.map(({ sessionId, client, timeoutMs, ephemeralNodes }) => [
      sessionId,
      client,
      timeoutMs === null ? null : formatDuration(timeoutMs),
      ephemeralNodes.length === 0 ? null : ephemeralNodes.join(' '),
    ]),
    notes:
      sessions.length === 0
        ? []
        : ['A session that is silent for its time-out ends, and its ephemeral nodes go with it.'],
  };
}

function notesOf({ servers, sessions }: ZooKeeperStatus): readonly string[] {
  const notes = servers.flatMap(({ problem }) => (problem === null ? [] : [problem]));
  const shy = servers.filter(({ isUp, notAllowed }) => isUp && notAllowed.length > 0);
  if (shy.length === 0) return notes;
  const words = [...new Set(shy.flatMap(({ notAllowed }) => notAllowed))].join(', ');
  notes.push(`The whitelist of ${shy.map(({ address }) => address).join(', ')} leaves out ${words}.`);
  if (sessions === null) notes.push('So the sessions and their ephemeral nodes cannot be listed.');
  notes.push(
    `To allow these questions, in zoo.cfg: 4lw.commands.whitelist=${allWords}`,
    `or with Docker: KAFKA_OPTS=-Dzookeeper.4lw.commands.whitelist=${allWords}`,
  );
  return notes;
}
