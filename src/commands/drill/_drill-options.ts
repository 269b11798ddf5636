/** The settings of a drill as options, and their ways to the engine: names to scenarios, a cluster to its brokers. */
import { z } from 'zod';
import { readState } from '../../practice/cluster/state/find-cluster.js';
import { clusterFolder } from '../../practice/cluster/state/cluster-folder.js';
import { isBroker } from '../../practice/cluster/state/state.js';
import { votersOf } from '../../practice/cluster/voters.js';
import type { Context } from '../../contract/command.js';
import type { DrillPlace } from '../../practice/drills/run-drill.js';
import type { Scenario } from '../../practice/drills/scenario.js';
import { scenarioNames, scenarios, type ScenarioName } from '../../practice/drills/scenarios.js';
import type { DrillSettings } from '../../practice/drills/stream/settings.js';
import { parseDurationMs } from '../../text/duration.js';
import { LabError } from '../../text/errors.js';
import { surroundingsOf } from '../shared/cluster-options.js';
import { practiceClusterOf, type Need } from '../shared/practice-cluster.js';

const atLeastOne = (description: string) => z.number().int().min(1).meta({ description });

/** Those that `drill run` and `drill matrix` share. */
export const streamOptions = {
  minInsync: atLeastOne('min.insync.replicas of the topic').default(2),
  replicationFactor: atLeastOne('number of replicas of each partition').default(3),
  idempotent: z
    .boolean()
    .default(true)
    .meta({ description: 'sequence numbers, so that a retry writes nothing twice (with --acks all)' }),
  rate: z.number().int().min(1).max(5000).default(200).meta({ description: 'records a second' }),
  duration: z
    .string()
    .default('20s')
    .meta({ description: 'how long the stream flows at least', placeholder: 'DURATION' }),
  uncleanElections: z
    .boolean()
    .default(false)
    .meta({ description: 'let a replica lead that is not in the ISR, if no other is left' }),
  deliveryTimeout: z.string().default('10s').meta({
    description: 'how long records wait for a broker before they fail',
    placeholder: 'DURATION',
  }),
};

export type StreamOptions = z.output<z.ZodObject<typeof streamOptions>>;

/** Throws LabError 'usage'. */
export function settingsFrom(
  scenario: string,
  acks: DrillSettings['acks'],
  options: StreamOptions,
): DrillSettings {
  const { minInsync, replicationFactor } = options;
  if (minInsync > replicationFactor) {
    throw new LabError(
      'usage',
      `--min-insync ${minInsync} is more than --replication-factor ${replicationFactor}: acks=all would always be refused.`,
    );
  }
  return {
    ...{ scenario, acks, minInsync, replicationFactor },
    partitions: 3,
    idempotent: options.idempotent,
    uncleanElections: options.uncleanElections,
    rate: options.rate,
    durationMs: parseDurationMs(options.duration),
    deliveryTimeoutMs: parseDurationMs(options.deliveryTimeout),
  };
}

export const scenarioOption = z.enum(scenarioNames);

export function scenarioNamed(name: ScenarioName): Scenario {
  const found = scenarios.find((each) => each.name === name);
  if (!found) throw new Error(`the scenario ${name} has a name and nothing else`);
  return found;
}

function needOf(wanted: readonly Scenario[]): Need | undefined {
  const particular = wanted.find(({ needs }) => needs !== undefined);
  if (particular?.needs === undefined) return undefined;
  const { name, needs: mode } = particular;
  return { what: `The drill ${name}`, command: `drill run ${name}`, mode };
}

/** A practice cluster with enough brokers for these drills. Throws LabError 'refused'. */
export async function drillPlaceOf(
  context: Context,
  wanted: readonly Scenario[],
  replicationFactor: number,
): Promise<DrillPlace> {
  const { name, mode } = await practiceClusterOf(context, needOf(wanted));
  const services = readState(clusterFolder(context.folders, name))?.services ?? [];
  const brokers = new Map(services.filter(isBroker).map(({ id, address }) => [id, address]));
  const needed = Math.max(replicationFactor, ...wanted.map(({ brokersNeeded }) => brokersNeeded));
  if (brokers.size < needed) {
    throw new LabError(
      'refused',
      `The practice cluster ${name} has ${brokers.size} of the ${needed} brokers that this needs.`,
      {
        hint: 'Make one with more: kafka-lab cluster up --name big --brokers 3, then --cluster big; or a smaller --replication-factor',
      },
    );
  }
  return {
    ...surroundingsOf(context),
    ...{ name, mode, brokers },
    voters: await votersOf(context.folders, name),
    packageFolder: context.folders.package,
    now: () => context.now(),
  };
}
