/** So many at once and no more: the others wait, in order. */

export function takeTurns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // A place is passed on, so that none who comes now takes it.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
