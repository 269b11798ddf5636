/** The value in a cell, whatever its tone. */
import type { Cell, Scalar } from '../view/view.js';

export function scalarOf(cell: Cell): Scalar {
  return isToned(cell) ? cell.text : cell;
}

export function isToned(cell: Cell): cell is Exclude<Cell, Scalar> {
  return typeof cell === 'object' && cell !== null;
}
