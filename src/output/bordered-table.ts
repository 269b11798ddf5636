/** A small table with a frame, as lines: for a picture that is read as a whole. Its cost grows with the square of its rows. */
import Table from 'cli-table3';
import { printable } from '../text/printable.js';

export function borderedTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const table = new Table({ head: header.map(printable), style: { head: [], border: [], compact: true } });
  table.push(...rows.map((row) => row.map(printable)));
  return table.toString().split('\n');
}
