/** Why a reading stopped: what is set first counts. */
export class Outcome<Stopped> {
  readonly known: Promise<Stopped>;
  set: (stopped: Stopped) => void = () => undefined;
  fail: (error: unknown) => void = () => undefined;

  constructor() {
    this.known = new Promise((resolve, reject) => {
      this.set = resolve;
      this.fail = reject;
    });
    // A later await still gets the rejection; until then it must not count as unhandled.
    this.known.catch(() => undefined);
  }
}
