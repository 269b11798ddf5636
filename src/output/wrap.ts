/** Long lines for a terminal of some width: broken between words, and inside one only when it has a line to itself. */
import { wrapAnsi } from 'fast-wrap-ansi';

/** Colours and the lines' own indentation are kept. Without `columns`, as in a pipe or a file, nothing is broken. */
export function wrapText(text: string, columns: number | undefined): string {
  return columns === undefined ? text : wrapAnsi(text, columns, { hard: true, trim: false });
}

/** How wide lines may be on this stream; undefined where nobody looks at them in a window. */
export function terminalColumns(stream: {
  readonly isTTY?: boolean;
  readonly columns?: number;
}): number | undefined {
  return stream.isTTY === true ? (stream.columns ?? 80) : undefined;
}
