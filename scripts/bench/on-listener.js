// How a row's commands reach the broker.

/**
 * Plaintext and no login without `listener`. Throws if the broker is not the benchmark's own, which alone has the others.
 * @param {import('./types.js').Context} context
 * @param {keyof import('./types.js').Listeners} [listener]
 */
export function onListener({ listeners, lab, bootstrapServer }, listener) {
  if (listener === undefined) return { lab, kcat: `-b ${bootstrapServer}` };
  if (listeners === undefined) throw new Error(`no listener "${listener}" there`);
  return listeners[listener];
}
