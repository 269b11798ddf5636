/** From each bootstrap server to every address that the cluster advertises: which step fails first, and why. */
import { LabError } from '../../text/errors.js';
import { unsecuredAccess, type BrokerAccess } from '../../net/access.js';
import { formatAddress, type Address } from '../../net/addresses.js';
import { advertisedAdvice } from './advertised-advice.js';
import type { BrokerConnection } from '../connection/broker-connection.js';
import { checkToken, walkTo, type DoctorStep } from './connection-steps.js';
import {
  fetchMetadata,
  knowsItsCluster,
  knowsNothingYet,
  type ClusterMetadata,
} from '../session/metadata.js';
import { offeredMechanisms } from '../connection/peek.js';
import type { Target } from '../session/target.js';

export interface DoctorSettings {
  /** Longest wait for one step. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** Yields each step when it is done. Throws the first failure at the end, so that it is read last. */
export async function* examine(
  target: Target,
  { timeoutMs, signal }: DoctorSettings,
): AsyncGenerator<DoctorStep> {
  const given = { access: target.access ?? unsecuredAccess, timeoutMs, signal };
  const failures: DoctorStep[] = [];
  const heed = (step: DoctorStep) => {
    if (!step.isOk) failures.push(step);
    return step;
  };
  const [somewhere] = target.bootstrapServers;
  const token = somewhere && (await checkToken(somewhere, given));
  if (token) yield heed(token);
  const settings = { ...given, hasNoToken: token?.isOk === false };
  let cluster: ClusterMetadata | undefined;
  for (const address of target.bootstrapServers) {
    const walk = walkTo(address, settings);
    let next = await walk.next();
    for (; !next.done; next = await walk.next()) yield heed(next.value);
    const connection = next.value;
    if (!connection) continue;
    try {
      if (cluster) continue;
      const asked = await askCluster(connection, address, settings.access);
      yield heed(asked.step);
      cluster = asked.cluster;
    } finally {
      connection.close();
    }
  }
  const typed = new Set(target.bootstrapServers.map(formatAddress));
  for (const broker of cluster?.brokers ?? []) {
    const walk = walkTo(broker, { ...settings, brokerId: broker.id });
    let next = await walk.next();
    for (; !next.done; next = await walk.next()) {
      const step = next.value;
      const at = target.bootstrapServers[0] ?? broker;
      yield heed(
        step.isOk || typed.has(step.address) ? step : { ...step, hint: advertisedAdvice(step, broker, at) },
      );
    }
    next.value?.close();
  }
  const first = failures[0];
  if (first) throw diagnosis(first, target, failures.length);
}

async function askCluster(
  connection: BrokerConnection,
  address: Address,
  access: BrokerAccess,
): Promise<{ readonly step: DoctorStep; readonly cluster?: ClusterMetadata }> {
  const startedAt = performance.now();
  const common = { step: 'metadata' as const, address: formatAddress(address) };
  const durationMs = () => Math.round((performance.now() - startedAt) * 10) / 10;
  try {
    const cluster = await fetchMetadata(connection, []);
    if (!knowsItsCluster(cluster)) throw knowsNothingYet(common.address);
    const ids = cluster.brokers.map(({ id }) => id);
    return {
      cluster,
      step: {
        ...common,
        isOk: true,
        durationMs: durationMs(),
        detail: ids.length === 1 ? `broker ${ids.join('')}` : `brokers ${ids.join(', ')}`,
      },
    };
  } catch (error) {
    if (!(error instanceof LabError) || error.code === 'interrupted') throw error;
    const { message, hint } = error;
    const detail = message.replace(`${common.address}: `, '');
    // A listener that requires a login shows it only now, to a client without one.
    const step = !access.sasl && (await offeredMechanisms(address, access)) ? 'SASL' : 'metadata';
    return {
      step: {
        ...common,
        step,
        isOk: false,
        durationMs: durationMs(),
        detail,
        ...(hint === undefined ? {} : { hint }),
      },
    };
  }
}

function diagnosis(first: DoctorStep, { origin }: Target, failures: number): LabError {
  const whose =
    first.brokerId === undefined
      ? ` (${origin})`
      : `, the address that the cluster advertises for broker ${first.brokerId}`;
  const others = failures === 1 ? '' : ` ${failures - 1} more ${failures === 2 ? 'step' : 'steps'} failed.`;
  return new LabError(
    'unreachable',
    `First failing step: ${first.step} at ${first.address}${whose}: ${first.detail.replace(/\.$/, '')}.${others}`,
    {
      hint: first.hint ?? 'Is the address right, and the broker up?',
    },
  );
}
