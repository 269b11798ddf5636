/** The command lines that lead back to the configs of a topic, of a group, of a broker, or of all brokers. */
import { plainSecret } from '../../config/secrets.js';
import { ownSource } from '../../kafka/configs/describe-config.js';
import type { ConfigChange } from '../../kafka/configs/alter-config.js';
import type { ConfigResource } from '../../kafka/session/config-resource.js';
import { commandLine } from '../../text/command-line.js';

export function lineToSeeAll(resource: ConfigResource): string {
  switch (resource.kind) {
    case 'topic':
      return commandLine`topics config ${resource.name} --all`;
    case 'group':
      return commandLine`groups config ${resource.name} --all`;
    case 'broker':
      return commandLine`brokers config ${resource.id} --all`;
    case 'all-brokers':
      return commandLine`brokers config --cluster-wide --all`;
  }
}

/** Undefined if an old value is a secret, which the broker does not reveal, and if nothing was changed. */
export function lineToUndo(resource: ConfigResource, changes: readonly ConfigChange[]): string | undefined {
  const made = changes.filter(({ outcome }) => outcome !== 'unchanged');
  const wasOwn = ({ before }: ConfigChange) => before.source === ownSource(resource);
  const again = made.filter(wasOwn);
  if (made.length === 0 || again.some(({ isSensitive }) => isSensitive)) return undefined;
  const away = made.filter((change) => !wasOwn(change)).map(({ name }) => name);
  return lineToChange(resource, [
    ...(again.length > 0
      ? ['set', ...again.map(({ name, before }) => `${name}=${plainSecret(before.value ?? '')}`)]
      : []),
    ...(away.length > 0 ? ['unset', ...away] : []),
  ]);
}

function lineToChange(resource: ConfigResource, words: readonly string[]): string {
  switch (resource.kind) {
    case 'topic':
      return commandLine`topics config ${resource.name} ${words}`;
    case 'group':
      return commandLine`groups config ${resource.name} ${words}`;
    case 'broker':
      return commandLine`brokers config ${resource.id} ${words}`;
    case 'all-brokers':
      return commandLine`brokers config --cluster-wide ${words}`;
  }
}
