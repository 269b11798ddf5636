/** The state of one cluster in memory and on disk, with concurrent changes while it starts. */
import { clusterFolder } from './cluster-folder.js';
import type { Folders } from '../../../view/world.js';
import type { ClusterState, ServiceState } from './state.js';
import { writeState } from './write-state.js';

export class ClusterRecord {
  readonly folder: string;
  #state: ClusterState;
  #writing: Promise<void> = Promise.resolve();

  constructor(folders: Folders, state: ClusterState) {
    this.folder = clusterFolder(folders, state.name);
    this.#state = state;
  }

  get state(): ClusterState {
    return this.#state;
  }

  /** Resolves when the change is on disk. */
  update(change: Partial<ClusterState>): Promise<void> {
    this.#state = { ...this.#state, ...change };
    // One after the other: two writers would share the temporary file.
    const before = this.#writing.catch(() => undefined);
    this.#writing = before.then(() => writeState(this.folder, this.#state));
    return this.#writing;
  }

  updateService(name: string, change: Partial<ServiceState>): Promise<void> {
    return this.update({
      services: this.#state.services.map((service) =>
        service.name === name ? { ...service, ...change } : service,
      ),
    });
  }
}
