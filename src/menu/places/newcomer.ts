/** Whoever starts with nothing: no cluster was named, no connection chosen, and nothing answers at the usual address. */
import type { Context } from '../../contract/command.js';
import { formatAddress } from '../../net/addresses.js';
import { asLabError } from '../../kafka/connection/errors.js';

/** Said in the place of the error; undefined if a cluster was named. */
export async function welcome(context: Pick<Context, 'target'>): Promise<string | undefined> {
  const { origin, bootstrapServers } = await context.target();
  if (origin !== 'the usual address') return undefined;
  const where = bootstrapServers.map(formatAddress).join(', ');
  return [
    'kafka-lab looks into Kafka clusters, and starts some to practise on.',
    `Nothing answers at ${where} yet. Begin with one of these:`,
  ].join('\n');
}

/** The overview would have nothing to show, and the home says what to begin with. */
export async function isNewcomer(
  context: Pick<Context, 'target' | 'kafka'>,
  view: readonly string[],
): Promise<boolean> {
  if (view[0] !== 'monitor' || (await welcome(context)) === undefined) return false;
  try {
    await (await context.kafka()).metadata([]);
    return false;
  } catch (error) {
    return asLabError(error).code === 'unreachable';
  }
}
