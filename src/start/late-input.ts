/** Standard input that is opened when something of it is used: a file or /dev/null takes Node 2 ms, and most commands read nothing. */
import type { TerminalInput } from '../view/world.js';

/** What is not a terminal. `open` is called once, at the first look at anything but whether it is one. */
export function lateInput(open: () => TerminalInput): TerminalInput {
  let opened: TerminalInput | undefined;
  const whole = () => (opened ??= open());
  const standIn = Object.create(null) as TerminalInput;
  return new Proxy(standIn, {
    get(_, name) {
      if (name === 'isTTY') return undefined;
      const value = Reflect.get(whole(), name) as unknown;
      // Its methods are for itself, not for this.
      return typeof value === 'function' ? (value.bind(whole()) as unknown) : value;
    },
    set: (_, name, value) => Reflect.set(whole(), name, value),
    has: (_, name) => Reflect.has(whole(), name),
    getPrototypeOf: () => Reflect.getPrototypeOf(whole()),
  });
}
