/** The folder with the state of a practice cluster. */
import { join } from 'node:path';
import type { Folders } from '../../../view/world.js';

export const clustersFolder = (folders: Folders): string => join(folders.data, 'clusters');
export const clusterFolder = (folders: Folders, name: string): string => join(clustersFolder(folders), name);
export const stateFile = (folder: string): string => join(folder, 'state.json');
export const derivedFile = (folder: string): string => join(folder, 'docker-compose.yml');
