/** What the cluster commands have in common: `--name`, and what they hand to the operations. */
import { z } from 'zod';
import type { Context } from '../../contract/command.js';
import { parseDurationMs } from '../../text/duration.js';
import type { Probe } from '../../practice/cluster/wait-for-brokers.js';
import type { Surroundings } from '../../practice/cluster/engine/runner.js';
import type { ServiceState } from '../../practice/cluster/state/state.js';
import { probeBrokers } from '../../kafka/brokers/probe-brokers.js';

export const nameOption = z
  .string()
  .default('lab')
  .meta({ description: 'which practice cluster', completes: 'cluster' });

export const brokerOption = z
  .string()
  .meta({ description: 'its id or name: 2, kafka2; or zookeeper, registry', completes: 'service' });

export function surroundingsOf(context: Context): Surroundings & { readonly probe: Probe } {
  const { folders, env, progress, signal, globals } = context;
  const timeoutMs = Math.min(5000, parseDurationMs(globals.timeout));
  return {
    ...{ folders, env, progress, signal },
    probe: (bootstrapServers, until) => probeBrokers(bootstrapServers, { timeoutMs, signal: until }),
  };
}

/** What a service is, in a column. */
export function roleOf({ kind, id }: Pick<ServiceState, 'kind' | 'id'>): string {
  if (kind === 'broker') return `broker ${id}`;
  return kind === 'zookeeper' ? 'ZooKeeper' : 'schema registry';
}

/** ` --name other` for the next command to type; nothing for the cluster that needs no name. */
export const nameArgument = (name: string): string => (name === 'lab' ? '' : ` --name ${name}`);

/** The same for commands that work on topics and groups. */
export const clusterArgument = (name: string): string => (name === 'lab' ? '' : ` --cluster ${name}`);
