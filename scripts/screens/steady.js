// What differs from run to run (times, ports, free space) is made the same, in the same number of columns.

/** @typedef {import('./terminal.js').Cell} Cell */

/**
 * @param {Cell[][]} screen
 * @param {number} basePort
 * @returns {Cell[][]}
 */
export function steadied(screen, basePort) {
  /** @type {[RegExp, (found: string) => string][]} */
  const rules = [
    [/(?<=\b|T)\d\d:\d\d:\d\d(\.\d{3})?/g, (found) => '12:00:00.000'.slice(0, found.length)],
    [/\b20\d\d-\d\d-\d\d(?=\b|T)/g, () => '2026-11-29'],
    [/(?<=^Cluster )[\w-]{22}/g, () => 'Rk2yQm9vT1SxW0bZ5uHdPA'],
    [/\bevery \d+\.\d s/g, (found) => 'every 2.0 s'.padStart(found.length)],
    [/\bin \d\.\d s/g, () => 'in 0.1 s'],
    [/(?<=localhost:)\d{4}\b/g, (found) => String(9092 + Number(found) - basePort)],
    [/\d+(?= GiB free)/g, (found) => '72'.padStart(found.length, ' ').slice(-found.length)],
  ];
  return screen.map((line) => {
    const isPlain = line.every(({ text, columns }) => text.length === 1 && columns === 1);
    if (!isPlain) return line;
    const text = rules.reduce(
      (result, [pattern, by]) => result.replace(pattern, by),
      line.map((cell) => cell.text).join(''),
    );
    return line.map((cell, index) => ({ ...cell, text: text[index] ?? ' ' }));
  });
}
