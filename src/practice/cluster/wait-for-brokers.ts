/** Waiting for what `up` promises: every broker is registered, and a client on this machine sees all of them. */
import { LabError } from '../../text/errors.js';
import type { Progress } from '../../view/progress.js';
import { registeredBrokers } from './java/zookeeper-serving.js';
import { sleep, throwIfInterrupted } from '../../text/wait.js';
import type { ServiceState } from './state/state.js';

/** One metadata request to the addresses. Rejects when none answers. Given by the commands, as `cluster` knows no client. */
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
  for (const deadline = Date.now() + timeoutMs; ;) {
    throwIfInterrupted(signal);
    const answers = await Promise.all(brokers.map(({ address }) => probe([address], signal).catch(reasonOf)));
    const whole = answers.filter(
      (answer) => typeof answer !== 'string' && brokers.every(({ id }) => answer.brokerIds.includes(id)),
    );
    const first = answers[0];
    if (whole.length === brokers.length && typeof first === 'object' && first.controllerId !== null)
      return first.controllerId;
    const last = answers
      .map(
        (answer, index) =>
          `${brokers[index]?.address ?? ''}: ${typeof answer === 'string' ? answer : `knows ${answer.brokerIds.join(', ')}`}`,
      )
      .join('; ');
    if (Date.now() > deadline) {
      throw new LabError(
        'timeout',
        `The brokers run, but not every one knows all of them after ${timeoutMs / 1000} s (${last}).`,
        {
          hint: 'Look into their logs: kafka-lab cluster logs',
        },
      );
    }
    await sleep(100, signal);
  }
}

/**
 * After a crash ZooKeeper keeps a broker's session for some seconds, and a broker that returns before
 * it has ended refuses to start. Does nothing where ZooKeeper does not answer.
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
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline;) {
    await sleep(100, signal);
    if (!(await remembered())) {
      step.succeed('ZooKeeper has noticed');
      return;
    }
  }
  step.fail('ZooKeeper still holds the old session');
}

/** Not there yet is a reason to ask again; a fault of the program is not. */
function reasonOf(error: unknown): string {
  if (error instanceof LabError) return error.message;
  throw error;
}
