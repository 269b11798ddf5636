// Where Jest finds what a file imports. It keeps what it is told here; what `moduleNameMapper` renames it looks for again each time.
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = join(project, 'src');
const zod = join(project, 'node_modules/zod');

/**
 * @typedef {{ basedir: string, extensionAlias?: Record<string, string[]> }} Where
 * @param {string} name as it is imported
 * @param {Where & { defaultResolver(name: string, options: Where): string }} options
 */
function sync(name, options) {
  const { basedir, defaultResolver } = options;
  // A file of TypeScript imports another one by the name that it will have once it is compiled.
  if (basedir.startsWith(sources) && name.startsWith('.'))
    return defaultResolver(name, { ...options, extensionAlias: { '.js': ['.ts', '.js'] } });
  // zod loads its messages in fifty languages, which takes longer than many a test. (The built program has English alone, too.)
  if (basedir.startsWith(zod) && name === '../locales/index.js')
    return defaultResolver('../locales/en.js', options);
  return defaultResolver(name, options);
}

export default { sync };
