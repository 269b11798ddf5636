/** How the result of stop, start and kill looks, and what is worth a look after it. */
import type { ServiceChange } from '../../practice/cluster/change-service.js';
import type { View } from '../../view/view.js';
import { clusterArgument, nameArgument, roleOf } from '../shared/cluster-options.js';
import { commandLine } from '../../text/command-line.js';

export function viewOfChange(change: ServiceChange): View {
  const { cluster, service, action, changed } = change;
  return {
    header: ['SERVICE', 'ROLE', 'NOW'],
    rows: [[service, roleOf(change), changed ? action : state[action]]],
    notes:
      changed && action !== 'started'
        ? [
            `${consequence(change)}   bring it back: ${commandLine`cluster start ${service}`}${nameArgument(cluster)}`,
          ]
        : [],
  };
}

function consequence({ cluster, kind, inMemory }: ServiceChange): string {
  if (kind !== 'registry') return `See what that did: kafka-lab brokers list${clusterArgument(cluster)}`;
  return inMemory
    ? 'Its schemas are gone: it had them in memory.'
    : 'Records with schemas cannot be decoded now.';
}

const state = { started: 'already running', stopped: 'not running', killed: 'not running' } as const;
