import { expect, test } from '@jest/globals';
import { foldersFor } from './folders.js';

const folders = (config: string, data: string, cache: string) => ({
  config,
  data,
  cache,
  package: '/package',
});

test.each([
  [
    'linux',
    {},
    folders('/home/me/.config/kafka-lab', '/home/me/.local/share/kafka-lab', '/home/me/.cache/kafka-lab'),
  ],
  [
    'linux',
    { XDG_CONFIG_HOME: '/c', XDG_DATA_HOME: '/d', XDG_CACHE_HOME: '' },
    folders('/c/kafka-lab', '/d/kafka-lab', '/home/me/.cache/kafka-lab'),
  ],
  [
    'darwin',
    { XDG_CONFIG_HOME: '/c' },
    folders(
      '/home/me/Library/Preferences/kafka-lab',
      '/home/me/Library/Application Support/kafka-lab',
      '/home/me/Library/Caches/kafka-lab',
    ),
  ],
  [
    'win32',
    { APPDATA: '/roaming' },
    folders(
      '/roaming/kafka-lab',
      '/home/me/AppData/Local/kafka-lab/Data',
      '/home/me/AppData/Local/kafka-lab/Cache',
    ),
  ],
  ['darwin', { KAFKA_LAB_HOME: '/own' }, folders('/own/config', '/own/data', '/own/cache')],
])('%s %j', (platform, env, expected) => {
  expect(foldersFor(platform, env, '/home/me', '/package')).toEqual(expected);
});
