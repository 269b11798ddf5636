/** How many records each hour has, of a log whose times may be anything. */
import type { Int64 } from '../../text/int64.js';

const hourMs = 3_600_000;
/** Beyond, no calendar has a name for the hour. */
const calendarEndMs = 8.64e15;
/** More than two years of them; times at random would make a million. */
export const mostHours = 20_000;

export interface Hour {
  /** When it begins, in milliseconds since 1970. */
  readonly startMs: number;
  readonly records: number;
}

export interface HourFigures {
  /** In their order; hours without records are left out. */
  readonly hours: readonly Hour[];
  /** Records whose time has no hour, or one beyond the limit of those that are kept apart. */
  readonly otherRecords: number;
  /** Records without a time: −1. */
  readonly untimedRecords: number;
}

export class HourTally {
  readonly #hours = new Map<number, number>();
  /** Most records are of the hour of the one before. */
  #hour = NaN;
  #records = 0;
  #other = 0;
  #untimed = 0;

  add(timestampMs: Int64, records: number): void {
    const hour = Math.floor(Number(timestampMs) / hourMs);
    if (hour === this.#hour && timestampMs !== -1) {
      this.#records += records;
      return;
    }
    if (timestampMs === -1) {
      this.#untimed += records;
      return;
    }
    this.#keep();
    if (Math.abs(Number(timestampMs)) > calendarEndMs) {
      this.#other += records;
      return;
    }
    this.#hour = hour;
    this.#records = records;
  }

  #keep(): void {
    const before = this.#hours.get(this.#hour);
    if (before === undefined && this.#hours.size >= mostHours) this.#other += this.#records;
    else if (this.#records > 0) this.#hours.set(this.#hour, (before ?? 0) + this.#records);
    this.#hour = NaN;
    this.#records = 0;
  }

  figures(): HourFigures {
    this.#keep();
    return {
      hours: [...this.#hours]
        .sort(([one], [other]) => one - other)
        .map(([hour, records]) => ({ startMs: hour * hourMs, records })),
      otherRecords: this.#other,
      untimedRecords: this.#untimed,
    };
  }
}
