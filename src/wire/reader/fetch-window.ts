/** How much is asked of one broker at a time: one answer if it is near, several in a row if answers take long to come. */

/** A line fills about one answer, of 4 MiB, in this time: 240 MiB a second. */
const answerEveryMs = 17;
/** Of them, at most so many are under way to all brokers together, or have arrived and wait to be visited. */
const mostAnswers = 6;
/** A partition that is alone may come in answers this many times as large. */
const largestAnswer = 2;
/** A window that takes longer than this to come would only fill buffers. */
const longestWindowMs = 500;
/** An answer is full from this share on: where a batch does not fit, it ends earlier. */
const fullShare = 0.75;
/** Of partitions, at least so many are asked for at once, and at most so many times as many as the last answer had room for. */
const fewestPartitions = 16;
const morePartitions = 2;

export interface WindowShare {
  /** To be under way at the same time. */
  readonly requests: number;
  readonly answerBytes: number;
}

export class FetchWindow {
  /** Requests under way. */
  inFlight = 0;
  /** Nothing may be asked now: the broker throttles this client. */
  isPaused = false;
  /**
   * More partitions than this would not fit into an answer, and brokers look up all that they are asked for: 5 µs each.
   * Only if all have records; what may have none must not wait behind them.
   */
  mostPartitions = Infinity;
  readonly #answerBytes: number;
  #windowBytes: number;
  #lastAnswerMs = -Infinity;

  /** `answerBytes`: of an answer of a broker that is near. */
  constructor(answerBytes: number) {
    this.#answerBytes = answerBytes;
    this.#windowBytes = answerBytes;
  }

  /** Whether nothing more can be asked now, however many partitions there are. */
  get isFull(): boolean {
    return this.isPaused || this.inFlight >= this.#mostRequests;
  }

  get #mostRequests(): number {
    return Math.max(1, Math.floor(this.#windowBytes / this.#answerBytes));
  }

  /** How many requests share the window, and how large their answers may be, if so many partitions can be asked for apart. */
  share(partitions: number): WindowShare {
    const requests = Math.max(1, Math.min(partitions, this.#mostRequests));
    const answerBytes = Math.min(this.#windowBytes / requests, largestAnswer * this.#answerBytes);
    return { requests, answerBytes: Math.floor(answerBytes) };
  }

  /**
   * An answer of so many bytes is there, to a request of then: the product of delay and bandwidth is what fills the line.
   * `brokers`: so many share the memory.
   */
  arrived(
    bytes: number,
    sentMs: number,
    roundTripMs: number,
    brokers: number,
    nowMs = performance.now(),
  ): void {
    const since = Math.max(sentMs + roundTripMs, this.#lastAnswerMs);
    this.#lastAnswerMs = nowMs;
    // A small one tells nothing of the bandwidth.
    if (bytes < this.#answerBytes / 8) return;
    const bytesPerMs = bytes / Math.max(1, nowMs - since);
    const wanted = Math.min((roundTripMs / answerEveryMs) * this.#answerBytes, bytesPerMs * longestWindowMs);
    const most = (mostAnswers / brokers) * this.#answerBytes;
    this.#windowBytes = Math.max(Math.min(wanted, most), this.#answerBytes);
  }

  /** An answer that may have so many bytes had some of so many partitions. */
  filled(partitions: number, bytes: number, answerBytes: number): void {
    const isFull = bytes >= answerBytes * fullShare;
    this.mostPartitions = isFull ? Math.max(fewestPartitions, partitions * morePartitions) : Infinity;
  }

  /** What was asked at once may have been too much for the line. */
  failed(): void {
    this.#windowBytes = this.#answerBytes;
  }
}
