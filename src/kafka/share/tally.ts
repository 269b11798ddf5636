/** What became of the records of a share group's member: counted when the broker has said so, and said if it refused. */
import { counted } from '../../view/counted.js';
import { countOf, offsetsInWords, type OffsetRun } from './acknowledgements.js';
import type { SharedPartition } from './delivery.js';
import type { Acknowledgement } from './share-session.js';

export interface ShareCounts {
  readonly accepted: number;
  readonly released: number;
  readonly rejected: number;
  /** Shown, and the group did not take the acknowledgement: they may be delivered again. */
  readonly lost: number;
}

export class Tally {
  readonly #note: (text: string) => void;
  #accepted = 0;
  #released = 0;
  #rejected = 0;
  #lost = 0;

  constructor(note: (text: string) => void) {
    this.#note = note;
  }

  get counts(): ShareCounts {
    return {
      accepted: this.#accepted,
      released: this.#released,
      rejected: this.#rejected,
      lost: this.#lost,
    };
  }

  taken({ runs }: Acknowledgement): void {
    for (const run of runs) {
      const count = countOf([run]);
      if (run.type === 'accept') this.#accepted += count;
      else if (run.type === 'release') this.#released += count;
      else if (run.type === 'reject') this.#rejected += count;
    }
  }

  /** It is not known whether the broker heard of it, or it said no. */
  failed({ partition, runs }: Acknowledgement, reason: string): void {
    const shown = runs.filter(({ type }) => type === 'accept' || type === 'reject');
    const count = countOf(shown);
    if (count === 0) return;
    this.#lost += count;
    this.#note(
      `${nameOf(partition)}: the group did not take what was said of ${counted(count, 'record')} (offsets ${offsetsInWords(shown)}), which may be delivered again: ${reason}`,
    );
  }

  /** Of what was acquired and not shown. */
  ranOut(partition: SharedPartition, left: readonly OffsetRun[], lockMs: number, reason: string): void {
    const count = countOf(left);
    this.#note(
      `${nameOf(partition)}: the locks of ${counted(count, 'offset')} (${offsetsInWords(left)}) are lost after ${Math.round(lockMs / 1000)} s, before their records were shown; the group delivers them again, perhaps to another member: ${reason}`,
    );
  }

  /** What was shown and was to be given back at the end. */
  gaveBackEarly(partition: SharedPartition, runs: readonly OffsetRun[], reason: string): void {
    const count = countOf(runs);
    if (count === 0) return;
    this.#released += count;
    this.#note(
      `${nameOf(partition)}: ${counted(count, 'record')} (offsets ${offsetsInWords(runs)}) went back to the group before the end, and may be shown again: ${reason}`,
    );
  }
}

function nameOf({ topic, partition }: SharedPartition): string {
  return `${topic}[${partition}]`;
}
