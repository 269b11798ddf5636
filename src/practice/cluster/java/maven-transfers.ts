/** What Maven says while it downloads → how many bytes have come; pure. */

export interface Transfers {
  /** Of the files that are complete. Maven rounds sizes to two digits or three. */
  readonly doneBytes: number;
  /** Of those that are on their way. */
  readonly currentBytes: number;
  /** A line that is not complete yet. */
  readonly rest: string;
}

export const noTransfers: Transfers = { doneBytes: 0, currentBytes: 0, rest: '' };

const units: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 };
/** `Downloaded from central: https://…/x.jar (6.7 MB at 5.4 MB/s)` */
const complete = /^(?:\[INFO\] )?Downloaded from \S+ \S+ \((\d[\d.]*) ([kMG]?B)(?: at [^)]*)?\)\s*$/;
/** `Progress (2): 0.2/4.7 MB | 12/18 kB`; Maven 4 and -X have the names of the files, too. */
const underWay = /^Progress \(\d+\): (.+)$/;
const part = /(\d[\d.]*)(?:\/\d[\d.]*)? ([kMG]?B)\)?\s*$/;
/** No line of Maven's is longer. */
const longestLine = 10_000;

/** After some more of Maven's output. Other lines say nothing of it. */
export function withOutput(transfers: Transfers, text: string): Transfers {
  const lines = (transfers.rest + text).split(/[\r\n]/);
  const rest = (lines.pop() ?? '').slice(-longestLine);
  return lines.reduce(withLine, { ...transfers, rest });
}

export function transferredBytes({ doneBytes, currentBytes }: Transfers): number {
  return doneBytes + currentBytes;
}

function withLine(transfers: Transfers, line: string): Transfers {
  const [, size, unit] = complete.exec(line) ?? [];
  if (size !== undefined) {
    const bytes = bytesOf(size, unit);
    const currentBytes = Math.max(0, transfers.currentBytes - bytes);
    return { ...transfers, doneBytes: transfers.doneBytes + bytes, currentBytes };
  }
  const parts = underWay.exec(line)?.[1]?.split(' | ');
  if (!parts) return transfers;
  const currentBytes = parts.reduce((sum, each) => {
    const [, so, far] = part.exec(each) ?? [];
    return sum + (so === undefined ? 0 : bytesOf(so, far));
  }, 0);
  return { ...transfers, currentBytes };
}

function bytesOf(number: string, unit = 'B'): number {
  const bytes = Number(number) * (units[unit] ?? 1);
  return Number.isFinite(bytes) ? bytes : 0;
}
