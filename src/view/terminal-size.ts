/** How large a terminal is taken to be: what it says of itself may be nothing, or more than anyone could draw. */

/** One that does not know its own size says 0. */
const standard = { columns: 80, rows: 24 };
/** No display shows more; to fill the 65,535 columns that a terminal can say it has takes seconds for each drawing. */
const most = { columns: 2000, rows: 1000 };

/** `withoutTerminal`: for a stream that is none. */
export function columnsOf(
  { columns }: { readonly columns?: number },
  withoutTerminal = standard.columns,
): number {
  return columns === undefined ? withoutTerminal : Math.min(columns || standard.columns, most.columns);
}

export function rowsOf({ rows }: { readonly rows?: number }): number {
  return Math.min(rows || standard.rows, most.rows);
}

/** How wide lines may be on this stream; undefined if it is not a terminal. */
export function terminalColumns(stream: {
  readonly isTTY?: boolean;
  readonly columns?: number;
}): number | undefined {
  return stream.isTTY === true ? columnsOf(stream) : undefined;
}
