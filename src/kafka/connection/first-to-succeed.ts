/** Concurrent tries, each started a little after the one before: the first success wins. */

/**
 * The next try begins when the one before it fails or `staggerMs` have passed. Rejects with an
 * AggregateError if all fail. The losers keep running; the caller has to deal with them.
 */
export function firstToSucceed<T>(tries: readonly (() => Promise<T>)[], staggerMs: number): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const errors: unknown[] = [];
    let next = 0;
    let settled = false;
    let timer: NodeJS.Timeout | undefined;
    const startNext = () => {
      clearTimeout(timer);
      const attempt = tries[next];
      if (settled || !attempt) return;
      next += 1;
      timer = setTimeout(startNext, staggerMs);
      attempt().then(
        (value) => {
          settled = true;
          clearTimeout(timer);
          resolve(value);
        },
        (error: unknown) => {
          errors.push(error);
          if (errors.length === tries.length) {
            clearTimeout(timer);
            reject(new AggregateError(errors));
          } else startNext();
        },
      );
    };
    startNext();
  });
}
