/** Where kafka-lab keeps things between commands. */
import { join } from 'node:path';
import type { Environment, Folders } from '../view/world.js';

/**
 * `KAFKA_LAB_HOME` puts everything in one folder; otherwise the platform's own places: XDG base
 * directories on Linux, ~/Library on macOS, %APPDATA% and %LOCALAPPDATA% on Windows.
 */
export function foldersFor(platform: string, env: Environment, home: string, packageFolder: string): Folders {
  const own = env['KAFKA_LAB_HOME'];
  if (own) {
    return {
      config: join(own, 'config'),
      data: join(own, 'data'),
      cache: join(own, 'cache'),
      package: packageFolder,
    };
  }
  const at = (variable: string, ...fallback: string[]) =>
    join(env[variable] || join(home, ...fallback), 'kafka-lab');
  if (platform === 'darwin') {
    const library = join(home, 'Library');
    return {
      config: join(library, 'Preferences', 'kafka-lab'),
      data: join(library, 'Application Support', 'kafka-lab'),
      cache: join(library, 'Caches', 'kafka-lab'),
      package: packageFolder,
    };
  }
  if (platform === 'win32') {
    const local = at('LOCALAPPDATA', 'AppData', 'Local');
    return {
      config: at('APPDATA', 'AppData', 'Roaming'),
      data: join(local, 'Data'),
      cache: join(local, 'Cache'),
      package: packageFolder,
    };
  }
  return {
    config: at('XDG_CONFIG_HOME', '.config'),
    data: at('XDG_DATA_HOME', '.local', 'share'),
    cache: at('XDG_CACHE_HOME', '.cache'),
    package: packageFolder,
  };
}
