/** Where a long text is scrolled to: pure. */

export interface Scroll {
  /** The first line in sight; `end` keeps the last one in sight as the text grows. */
  readonly top: number | 'end';
}

export function topLine({ top }: Scroll, count: number, size: number): number {
  const last = Math.max(0, count - size);
  return top === 'end' ? last : Math.min(top, last);
}

/** Undefined for keys that do not scroll. `size`: lines in sight. */
export function scroll(state: Scroll, key: string, count: number, size: number): Scroll | undefined {
  const at = topLine(state, count, size);
  const last = Math.max(0, count - size);
  const to: Record<string, number> = {
    up: at - 1,
    down: at + 1,
    pageup: at - size,
    pagedown: at + size,
    ' ': at + size,
    home: 0,
    end: last,
  };
  const wanted = to[key];
  if (wanted === undefined) return undefined;
  if (state.top === 'end' && wanted >= last) return state;
  return { top: Math.max(0, Math.min(last, wanted)) };
}
