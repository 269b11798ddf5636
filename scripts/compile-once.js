// Each file of tests has a context of its own, for which Jest compiles its own modules and those of the program anew. V8 need not: it
// takes back what it has compiled before. This is a fifth of the time of all unit tests.
import vm from 'node:vm';

/** What V8 has compiled, by path. @type {Map<string, { code: string, cachedData: Buffer | undefined }>} */
const known = new Map();

/** What is compiled once does not find what belongs to the context that it is used in. */
const belongsToContext = /\bimport\s*[.(]/;

const { compileFunction, SourceTextModule } = vm;

/** @type {typeof compileFunction} */
vm.compileFunction = (code, parameters, options = {}) => {
  const { filename: path } = options;
  if (path === undefined) return compileFunction(code, parameters, options);
  const found = known.get(path);
  if (found?.code === code) {
    const compiled = compileFunction(code, parameters, { ...options, cachedData: found.cachedData });
    // A flag of V8's has changed since.
    if (compiled.cachedDataRejected) known.delete(path);
    return compiled;
  }
  const compiled = compileFunction(code, parameters, {
    ...options,
    produceCachedData: !belongsToContext.test(code),
  });
  known.set(path, { code, cachedData: compiled.cachedData });
  return compiled;
};

/** Newer than its types. @typedef {vm.SourceTextModule & { createCachedData(): Buffer }} Compiled */

vm.SourceTextModule = new Proxy(SourceTextModule, {
  /** @param {ConstructorParameters<typeof SourceTextModule>} given */
  construct(_, given) {
    const [code, options] = given;
    const path = options?.identifier ?? '';
    const found = known.get(path);
    if (found?.code === code) {
      try {
        return new SourceTextModule(code, { ...options, cachedData: found.cachedData });
      } catch {
        // A flag of V8's has changed since.
      }
    }
    const module = /** @type {Compiled} */ (new SourceTextModule(code, options));
    known.set(path, {
      code,
      cachedData: belongsToContext.test(code) ? undefined : module.createCachedData(),
    });
    return module;
  },
});
