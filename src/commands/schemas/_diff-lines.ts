/** Which lines of a text went and which came: Myers's algorithm (An O(ND) Difference Algorithm, 1986). Pure. */

export interface DiffLine {
  readonly change: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Beyond so many changes the rest is told as replaced: the time grows with their square. */
const mostChanges = 2000;

export function diffLines(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1;
  let end = 0;
  while (
    end < before.length - start &&
    end < after.length - start &&
    before[before.length - 1 - end] === after[after.length - 1 - end]
  )
    end += 1;
  const same = (text: string): DiffLine => ({ change: 'same', text });
  return [
    ...before.slice(0, start).map(same),
    ...changesBetween(before.slice(start, before.length - end), after.slice(start, after.length - end)),
    ...before.slice(before.length - end).map(same),
  ];
}

function changesBetween(before: readonly string[], after: readonly string[]): readonly DiffLine[] {
  const removed = (text: string): DiffLine => ({ change: 'removed', text });
  const added = (text: string): DiffLine => ({ change: 'added', text });
  const trace = traceOf(before, after);
  if (!trace) return [...before.map(removed), ...after.map(added)];
  const lines: DiffLine[] = [];
  let [x, y] = [before.length, after.length];
  for (let changes = trace.length - 1; changes >= 0; changes -= 1) {
    const furthest = trace[changes] ?? new Map<number, number>();
    const k = x - y;
    const fromAbove = k === -changes || (k !== changes && at(furthest, k - 1) < at(furthest, k + 1));
    const previousX = at(furthest, fromAbove ? k + 1 : k - 1);
    const previousY = previousX - (fromAbove ? k + 1 : k - 1);
    while (x > Math.max(previousX, 0) && y > Math.max(previousY, 0)) {
      x -= 1;
      y -= 1;
      lines.push({ change: 'same', text: before[x] ?? '' });
    }
    if (changes === 0) break;
    if (fromAbove) lines.push(added(after[--y] ?? ''));
    else lines.push(removed(before[--x] ?? ''));
  }
  return lines.reverse();
}

/** For each number of changes, how far each diagonal was reached before; undefined for too many. */
function traceOf(
  before: readonly string[],
  after: readonly string[],
): readonly ReadonlyMap<number, number>[] | undefined {
  const furthest = new Map([[1, 0]]);
  const trace: ReadonlyMap<number, number>[] = [];
  const most = Math.min(before.length + after.length, mostChanges);
  for (let changes = 0; changes <= most; changes += 1) {
    trace.push(new Map(furthest));
    for (let k = -changes; k <= changes; k += 2) {
      const fromAbove = k === -changes || (k !== changes && at(furthest, k - 1) < at(furthest, k + 1));
      let x = fromAbove ? at(furthest, k + 1) : at(furthest, k - 1) + 1;
      let y = x - k;
      while (x < before.length && y < after.length && before[x] === after[y]) {
        x += 1;
        y += 1;
      }
      furthest.set(k, x);
      if (x >= before.length && y >= after.length) return trace;
    }
  }
  return undefined;
}

function at(furthest: ReadonlyMap<number, number>, diagonal: number): number {
  return furthest.get(diagonal) ?? -1;
}
