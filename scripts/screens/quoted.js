// A command line as it is typed.

/** @param {string[]} argv */
export function quoted(argv) {
  return argv.map((word) => (/^[\w./:@-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}
