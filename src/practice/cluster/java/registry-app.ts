/** Java engine: Apicurio's schema registry as a program, unpacked once into the cache. */
import { access, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchedByMaven, type FetchSurroundings } from './maven.js';

/** The last 2.x: 3.x needs Java 21. */
const version = '2.6.13.Final';
const artifact = `io.apicurio:apicurio-registry-app:${version}:tar.gz:all`;

/** In the folder that `findRegistryApp` returns. */
export const registryJar = `apicurio-registry-app-${version}-runner.jar`;

/** Its folder, without symbolic links, as of the jars. Throws `environment` if it is not there and cannot be fetched. */
export async function findRegistryApp(surroundings: FetchSurroundings): Promise<string> {
  const folder = await fetchedByMaven(
    {
      what: 'Apicurio Registry',
      version,
      folder: `apicurio-registry-${version}`,
      // Its pom names everything that it is built from, which is in the archive.
      dependencies: '',
      goal: (into) => ['dependency:unpack', `-Dartifact=${artifact}`, `-DoutputDirectory=${into}`],
      // The archive is 142 MB, the rest Maven's plugin.
      atMostBytes: 165e6,
      isComplete: (at) =>
        access(join(at, registryJar)).then(
          () => true,
          () => false,
        ),
      otherWay: 'start the cluster without --registry',
    },
    surroundings,
  );
  return realpath(folder);
}
