/** Waits until `up` is complete: every broker is registered, and a client on this machine sees all of them. */
import { LabError } from '../../text/errors.js';
import type { Progress } from '../../view/progress.js';
import { registeredBrokers } from './java/zookeeper-serving.js';
import { askAgain } from '../../text/wait.js';
import type { ServiceState } from './state/state.js';

/** One metadata request to the addresses. Rejects if none answers. Given by the commands, as `cluster` knows no client. */
export type Probe = (
  bootstrapServers: string[],
  signal: AbortSignal,
) => Promise<{ readonly brokerIds: readonly number[]; readonly controllerId: number | null }>;

interface WaitOptions {
  readonly progress: Progress;
  readonly signal: AbortSignal;
  readonly timeoutMs?: number;
}

/** Asks each broker for all brokers, until each knows all; returns the controller's id. */
export async function untilAllSeen(
  brokers: readonly ServiceState[],
  probe: Probe,
  { signal, timeoutMs = 30_000 }: WaitOptions,
): Promise<number> {
  let known = '';
  const look = async () => {
    const answers = await Promise.all(brokers.map(({ address }) => probe([address], signal).catch(reasonOf)));
    const whole = answers.filter(
      (answer) => typeof answer !== 'string' && brokers.every(({ id }) => answer.brokerIds.includes(id)),
    );
    const first = answers[0];
    if (whole.length === brokers.length && typeof first === 'object' && first.controllerId !== null)
      return first.controllerId;
    known = answers
      .map(
        (answer, index) =>
          `${brokers[index]?.address ?? ''}: ${typeof answer === 'string' ? answer : `knows ${answer.brokerIds.join(', ')}`}`,
      )
      .join('; ');
    return undefined;
  };
  const controllerId = await askAgain(look, { timeoutMs, pauseMs: 100, signal });
  if (controllerId !== undefined) return controllerId;
  throw new LabError(
    'timeout',
    `The brokers are running, but not each knows all of them after ${timeoutMs / 1000} s (${known}).`,
    { hint: 'See their logs: kafka-lab cluster logs' },
  );
}

/**
 * After a crash ZooKeeper keeps a broker's session for some seconds, and a broker that returns before
 * it has ended refuses to start. Does nothing if ZooKeeper does not answer.
 */
export async function untilForgotten(
  zookeeperPort: number,
  ids: readonly number[],
  { progress, signal, timeoutMs = 30_000 }: WaitOptions,
): Promise<void> {
  const remembered = async () => {
    const registered = await registeredBrokers(zookeeperPort);
    return ids.some((id) => registered?.has(id));
  };
  if (!(await remembered())) return;
  const step = progress.start(`Waiting until ZooKeeper has noticed that broker ${ids.join(', ')} was gone`);
  const isStillThere = await askAgain(remembered, { timeoutMs, pauseMs: 100, signal }, (is) => !is);
  if (isStillThere) step.fail('ZooKeeper still holds the old session');
  else step.succeed('ZooKeeper has noticed');
}

/** A broker that is not up yet is asked again; a bug is not retried. */
function reasonOf(error: unknown): string {
  if (error instanceof LabError) return error.message;
  throw error;
}
