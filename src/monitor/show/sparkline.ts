/** A small chart on one line, in eight block characters. */

const blocks = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** The last `width` values, from 0 to the greatest of them; a space where one is unknown. Padded on the left. */
export function sparkline(values: readonly (number | null)[], width: number): string {
  if (width <= 0) return '';
  const shown = values.slice(-width);
  const top = Math.max(0, ...shown.map((value) => value ?? 0));
  return shown
    .map((value) => {
      if (value === null) return ' ';
      // The lowest block means 0, so any other value gets a higher one.
      const level = top === 0 || value <= 0 ? 0 : 1 + Math.floor((value / top) * (blocks.length - 1.001));
      return blocks[level] ?? '█';
    })
    .join('')
    .padStart(width);
}
