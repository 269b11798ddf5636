/** How the result of stop, start and kill looks, and what is worth a look after it. */
import type { ServiceChange } from '../../practice/cluster/change-service.js';
import type { View } from '../../view/view.js';
import { clusterArgument, nameArgument } from '../shared/cluster-options.js';
import { commandLine } from '../../text/command-line.js';

export function viewOfChange(change: ServiceChange): View {
  const { cluster, service, kind, id, action, changed } = change;
  return {
    header: ['SERVICE', 'ROLE', 'NOW'],
    rows: [[service, kind === 'zookeeper' ? 'ZooKeeper' : `broker ${id}`, changed ? action : state[action]]],
    notes:
      changed && action !== 'started'
        ? [
            `See what that did: kafka-lab brokers list${clusterArgument(cluster)}   bring it back: ${commandLine`cluster start ${service}`}${nameArgument(cluster)}`,
          ]
        : [],
  };
}

const state = { started: 'already running', stopped: 'not running', killed: 'not running' } as const;
