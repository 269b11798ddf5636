/** A self-contained page of HTML: nothing is loaded, nothing runs. Pure. */
import type { Cell, View } from '../../view/view.js';
import { printable } from '../../text/printable.js';
import { isToned, scalarOf } from '../cells.js';
import { escaped } from './html-text.js';

/** `body` is HTML, `title` text. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${escaped(title)}</h1>
${body}
</body>
</html>
`;
}

/** A section of a view: its title as a heading, and its table, with numbers to the right. */
export function htmlSection({ title, header, rows }: View): string {
  if (rows.length === 0) return '';
  const isNumber = header.map((_, column) =>
    rows.every((row) =>
      ['number', 'bigint', 'undefined'].includes(typeof (scalarOf(row[column]) ?? undefined)),
    ),
  );
  const cells = (row: readonly Cell[]) =>
    row
      .map((cell, column) => {
        const tone = isToned(cell) && (cell.tone === 'good' || cell.tone === 'bad') ? [cell.tone] : [];
        const classes = [...(isNumber[column] === true ? ['n'] : []), ...tone].join(' ');
        const text = escaped(printable(String(scalarOf(cell) ?? '')));
        return `<td${classes === '' ? '' : ` class="${classes}"`}>${text}</td>`;
      })
      .join('');
  return `${title === undefined ? '' : `<h2>${escaped(printable(title))}</h2>\n`}<table><thead><tr>${header
    .map((name) => `<th>${escaped(name)}</th>`)
    .join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join('\n')}</tbody></table>`;
}

/** Sentences, a line each. */
export function htmlList(sentences: readonly string[]): string {
  if (sentences.length === 0) return '';
  return `<ul>${sentences.map((each) => `<li>${escaped(printable(each))}</li>`).join('\n')}</ul>`;
}

const style = `
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem; color: #1c1c1c; background: #fff; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
table { border-collapse: collapse; } td, th { padding: .2rem .8rem .2rem 0; text-align: left; border-bottom: 1px solid #ddd; }
td { overflow-wrap: anywhere; }
.n { text-align: right; font-variant-numeric: tabular-nums; }
.verdict { font-size: 1.2rem; font-weight: 600; } .bad { color: #a4161a; } .good { color: #1b6e3c; }
svg { width: 100%; height: auto; } svg text { font: 12px system-ui, sans-serif; fill: #333; }
`;
