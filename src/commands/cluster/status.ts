/** `kafka-lab cluster status` */
import { z } from 'zod';
import {
  clusterStatus as readClusterStatus,
  type ClusterStatus,
  type ServiceStatus,
} from '../../practice/cluster/status.js';
import { defineCommand } from '../../contract/command.js';
import type { Cell } from '../../view/view.js';
import { formatDuration } from '../../text/duration.js';
import { nameArgument, roleOf, nameOption, surroundingsOf } from '../shared/cluster-options.js';

export const clusterStatus = defineCommand({
  path: ['cluster', 'status'],
  summary: 'show the services of a practice cluster: status, address, uptime and memory',
  effect: 'reads',
  options: z.object({ name: nameOption }),
  examples: ['cluster status', 'cluster status -o json'],
  run: (context, { name }) => readClusterStatus({ ...surroundingsOf(context), name, now: context.now() }),
  view: (status: ClusterStatus) => ({
    header: [
      'SERVICE',
      'ROLE',
      'ADDRESS',
      status.engine === 'java' ? 'PID' : 'CONTAINER',
      'UPTIME',
      'MEMORY',
      'STATE',
    ],
    rows: status.services.map((service) => [
      service.name,
      role(service, status),
      service.address,
      service.pid ?? service.container,
      service.uptimeMs === null ? null : formatDuration(service.uptimeMs),
      service.memoryBytes === null ? null : `${Math.round(service.memoryBytes / 1024 ** 2)} MiB`,
      state(service),
    ]),
    notes: notes(status),
  }),
  items: (status) => status.services,
});

function role({ kind, id, isController }: ServiceStatus, { mode }: ClusterStatus): string {
  if (!isController) return roleOf({ kind, id });
  return `${roleOf({ kind, id })}, ${mode === 'kraft' ? 'active controller' : 'controller'}`;
}

function state({ running, healthy }: ServiceStatus): Cell {
  if (!running) return { text: 'stopped', tone: 'bad' };
  return healthy ? { text: 'healthy', tone: 'good' } : { text: 'not ready', tone: 'warn' };
}

function notes({ name, engine, services }: ClusterStatus): string[] {
  const memoryBytes = services.reduce((sum, service) => sum + (service.memoryBytes ?? 0), 0);
  const running = services.filter((service) => service.running);
  const summary = `Cluster ${name}, ${engine} engine: ${running.length} of ${services.length} services run, ${Math.round(memoryBytes / 1024 ** 2)} MiB together.`;
  if (running.length === services.length) return [summary];
  if (running.length === 0) {
    return [
      `${summary} A crash or a restart of this machine ended it; start it again: kafka-lab cluster up${nameArgument(name)}`,
    ];
  }
  return [`${summary} Start what is missing: kafka-lab cluster up${nameArgument(name)}`];
}
