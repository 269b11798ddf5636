/** Answers that are asked for once, and hold for a while. */

const mostKept = 10_000;

export type Memory<T> = (key: string, ask: () => Promise<T>) => Promise<T>;

/** `lifeMs`: how long an answer holds. A failure is asked for again. */
export function createMemory<T>(lifeMs: (value: T) => number): Memory<T> {
  const known = new Map<string, { readonly asked: Promise<T>; untilMs: number }>();
  return (key, ask) => {
    const kept = known.get(key);
    if (kept && performance.now() < kept.untilMs) return kept.asked;
    if (known.size >= mostKept) known.clear();
    const entry = { asked: ask(), untilMs: Infinity };
    known.set(key, entry);
    entry.asked.then(
      (value) => void (entry.untilMs = performance.now() + lifeMs(value)),
      () => void known.delete(key),
    );
    return entry.asked;
  };
}
