// ts-jest, with a cache that the projects of jest.config.js share: each file is compiled once for all of them. By itself ts-jest
// puts the whole configuration of a project into its keys, and compiles everything anew for each.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** @typedef {typeof import('ts-jest').default} TsJest */
/** @typedef {ReturnType<TsJest['createTransformer']>} Transformer */

const require = createRequire(import.meta.url);
const read = (/** @type {string} */ path) =>
  readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8');

export default {
  /** @param {import('ts-jest').TsJestTransformerOptions} options */
  createTransformer(options) {
    /**
     * Made for the first file that is not compiled yet, since it brings the compiler, which each process takes a second to load.
     * @type {Transformer | undefined}
     */
    let made;
    const transformer = () =>
      (made ??= /** @type {TsJest} */ (require('ts-jest').default).createTransformer(options));
    /** What the output of all files depends on. A file alone decides the rest: `isolatedModules`. */
    const compiler = [
      ...[require('ts-jest/package.json').version, require('typescript/package.json').version],
      ...[read('../tsconfig.json'), JSON.stringify(options)],
    ];
    /** @type {import('@jest/transform').SyncTransformer['getCacheKey']} */
    const getCacheKey = (text, path, { instrument, supportsStaticESM }) =>
      createHash('sha256')
        .update(JSON.stringify([...compiler, path, text, instrument, supportsStaticESM]))
        .digest('hex');
    return {
      getCacheKey,
      process: (/** @type {Parameters<Transformer['process']>} */ ...given) =>
        transformer().process(...given),
      processAsync: (/** @type {Parameters<Transformer['processAsync']>} */ ...given) =>
        transformer().processAsync(...given),
    };
  },
};
