// Cells of a terminal → SVG: text as text, in two sets of colours, of which the reader's browser takes the one that suits.

/** @typedef {import('./terminal.js').Cell} Cell */

// Widths are those of most monospaced fonts; textLength keeps the columns under each other in any other.
const fontSize = 14;
const cellWidth = 8.43;
// No more than letters take, so that boxes have no gaps.
const lineHeight = 17;
const baseline = 13;
const padding = 14;

/** The terminal's 16 colours: first those of every day, then the bright ones. */
const dark = {
  background: '#0d1117',
  border: '#3d444d',
  text: '#e6edf3',
  colours:
    '#6e7681 #ff7b72 #3fb950 #d29922 #58a6ff #bc8cff #39c5cf #b1bac4 #8b949e #ffa198 #56d364 #e3b341 #79c0ff #d2a8ff #56d4dd #ffffff',
};
const light = {
  background: '#ffffff',
  border: '#d1d9e0',
  text: '#1f2328',
  colours:
    '#24292f #cf222e #116329 #7d4e00 #0969da #8250df #1b7c83 #6e7781 #57606a #a40e26 #1a7f37 #633c01 #218bff #a475f9 #3192aa #8c959f',
};

/**
 * @param {Cell[][]} screen
 * @param {string} title what is to be seen, for those who cannot see it
 */
export function svgOf(screen, title) {
  const columns = screen.reduce(
    (most, line) =>
      Math.max(
        most,
        line.reduce((sum, cell) => sum + cell.columns, 0),
      ),
    0,
  );
  const width = Math.round(columns * cellWidth + 2 * padding);
  const height = screen.length * lineHeight + 2 * padding;
  const body = screen.flatMap((line, row) => lineOf(line, padding + row * lineHeight));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" xml:space="preserve">
<title>${escaped(title)}</title>
<style>
text{font:${fontSize}px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace;white-space:pre}
.b{font-weight:bold}
.d{fill-opacity:.7}
${coloursOf(light)}
@media (prefers-color-scheme:dark){
${coloursOf(dark)}
}
</style>
<rect class="w" x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="6"/>
${body.join('\n')}
</svg>
`;
}

/** @param {typeof dark} theme */
function coloursOf({ background, border, text, colours }) {
  return [
    `.w{fill:${background};stroke:${border}}`,
    `text,.i{fill:${text}}`,
    `.v{fill:${background}}`,
    ...colours.split(' ').map((colour, index) => `.c${index}{fill:${colour}}`),
  ].join('\n');
}

/**
 * @param {Cell[]} line
 * @param {number} top
 */
function lineOf(line, top) {
  const runs = runsOf(line);
  const x = (/** @type {number} */ column) => number(padding + column * cellWidth);
  const marked = runs
    .filter(({ cell }) => cell.isInverse)
    .map(
      ({ cell, from, columns }) =>
        `<rect class="${cell.colour === undefined ? 'i' : `c${cell.colour}`}" x="${x(from)}" y="${top}" width="${number(columns * cellWidth)}" height="${lineHeight}"/>`,
    );
  if (runs.length === 0) return [];
  const spans = runs.map(({ text, from, columns, cell }) => {
    const names = [
      ...(cell.isBold ? ['b'] : []),
      ...(cell.isDim ? ['d'] : []),
      ...(cell.isInverse ? ['v'] : cell.colour === undefined ? [] : [`c${cell.colour}`]),
    ];
    const look = names.length === 0 ? '' : ` class="${names.join(' ')}"`;
    return `<tspan${look} x="${x(from)}" textLength="${number(columns * cellWidth)}">${escaped(text)}</tspan>`;
  });
  return [...marked, `<text y="${top + baseline}">${spans.join('')}</text>`];
}

/**
 * Neighbours that look the same, without what is empty at the end.
 * @param {Cell[]} line
 */
function runsOf(line) {
  const last = line.findLastIndex((cell) => cell.text !== ' ' || cell.isInverse);
  /** @type {{ text: string, from: number, columns: number, cell: Cell }[]} */
  const runs = [];
  let from = 0;
  for (const cell of line.slice(0, last + 1)) {
    const before = runs.at(-1);
    if (before && lookOf(before.cell) === lookOf(cell)) {
      before.text += cell.text;
      before.columns += cell.columns;
    } else {
      runs.push({ text: cell.text, from, columns: cell.columns, cell });
    }
    from += cell.columns;
  }
  return runs;
}

/** @param {Cell} cell */
function lookOf({ colour, isBold, isDim, isInverse }) {
  return [colour, isBold, isDim, isInverse].join();
}

/** @param {number} value */
function number(value) {
  return String(Math.round(value * 100) / 100);
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
