// That of Jest for Node, but what a file of tests leaves behind goes with it.
import { AsyncLocalStorage } from 'node:async_hooks';
import vm from 'node:vm';
import { builtProgram } from './built-program.js';
import './compile-once.js';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest and inquirer make one for each file, which Node 20 keeps for ever and goes through for every promise that is made: each
 * file would take longer than the one before.
 * @type {Set<AsyncLocalStorage<unknown>>}
 */
const inUse = new Set();

const { run } = AsyncLocalStorage.prototype;
/**
 * @this {AsyncLocalStorage<unknown>}
 * @param {Parameters<typeof run>} given
 */
AsyncLocalStorage.prototype.run = function (...given) {
  inUse.add(this);
  return run.apply(this, given);
};

export default class extends TestEnvironment {
  /**
   * Jest has Node ask a proxy for each global that is named: `Math`, `Error`, `Buffer`. A call of `Math.imul` takes a microsecond
   * that way. An ordinary global object has nobody to ask.
   * @param {ConstructorParameters<typeof TestEnvironment>} given
   */
  constructor(...given) {
    const { createContext } = vm;
    vm.createContext = () => createContext(vm.constants.DONT_CONTEXTIFY);
    try {
      super(...given);
    } finally {
      vm.createContext = createContext;
    }
    Object.assign(this.global, { builtProgram });
  }

  /** @override */
  async teardown() {
    await super.teardown();
    for (const storage of inUse) storage.disable();
    inUse.clear();
  }
}
