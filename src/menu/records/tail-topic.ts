/** Shows records as they arrive: pause, resume, filter. */
import { describeReadEvent } from '../../wire/reader/read-event.js';
import { readPartitions } from '../../wire/reader/reader.js';
import { copyRecord, type CopiedRecord } from '../../kafka/records/copied-record.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { createLeaderDirectory } from '../../kafka/records/leader-directory.js';
import { discoverRanges } from '../../kafka/records/discover-ranges.js';
import { decodeByItself, openDecoding } from '../../kafka/records/decoding/open-decoding.js';
import { visitRecords } from '../../kafka/records/decoding/visit-records.js';
import { planRanges, type RangeRequest } from '../../kafka/records/read-ranges.js';
import type { Menu } from '../form/menu-context.js';
import { shortened } from './read-records.js';
import { askFilter, grepOf, matches } from './record-filter.js';
import { recordRow, rowHeader } from './record-text.js';
import {
  arrived,
  emptyTail,
  filtered,
  pausedOrResumed,
  tailArgv,
  tailTitle,
  type TailState,
} from './tail-state.js';

/** Faster than this cannot be read. */
const redrawMs = 100;

export async function tailTopic(menu: Menu, topic: string): Promise<void> {
  const { ui } = menu;
  const tail = new Tail(topic, (argv) => menu.lineOf(argv));
  const stop = new AbortController();
  const reading = read(menu, topic, tail, AbortSignal.any([menu.context.signal, stop.signal])).catch(
    (error: unknown) => {
      tail.failed(asLabError(error).message);
    },
  );
  try {
    for (;;) {
      const key = await ui.page({
        title: tail.title(),
        titleNow: () => tail.title(),
        lines: () => tail.lines(ui.columns),
        dropped: () => tail.state.dropped,
        term: 'consumer',
        keys: [
          { key: 'p', label: tail.state.isPaused ? 'resume' : 'pause' },
          { key: '/', label: 'filter' },
        ],
        subscribe: (listener) => tail.subscribe(listener),
      });
      if (key === undefined) return;
      if (key === 'p') tail.togglePause();
      else {
        const filter = await askFilter(ui, tail.filter);
        if (filter !== undefined) tail.filterBy(filter);
      }
    }
  } finally {
    stop.abort();
    await reading;
  }
}

class Tail {
  state: TailState = emptyTail;
  filter = '';
  #problem: string | undefined;
  #notes: readonly string[] = [];
  #undecoded: readonly string[] = [];
  readonly #topic: string;
  readonly #lineOf: (argv: readonly string[]) => string;
  readonly #listeners = new Set<() => void>();
  #timer: NodeJS.Timeout | undefined;

  constructor(topic: string, lineOf: (argv: readonly string[]) => string) {
    this.#topic = topic;
    this.#lineOf = lineOf;
  }

  arrived(records: readonly CopiedRecord[], seen: number): void {
    this.state = arrived(this.state, records, seen);
    this.#changed();
  }

  togglePause(): void {
    this.state = pausedOrResumed(this.state);
  }

  filterBy(text: string): void {
    this.filter = text;
    const test = grepOf(text);
    this.state = filtered(this.state, (record) => matches(test, record));
  }

  /** What the topic has and is not read. */
  noted(notes: readonly string[]): void {
    this.#notes = notes;
    this.#changed();
  }

  /** What could not be decoded, so far. */
  undecoded(notes: readonly string[]): void {
    this.#undecoded = shortened(notes);
  }

  failed(problem: string): void {
    this.#problem = problem;
    this.#changed();
  }

  title(): string {
    return [
      `Tail · ${tailTitle(this.#topic, this.filter, this.state)}`,
      this.#lineOf(tailArgv(this.#topic, this.filter)),
      ...this.#notes,
      ...this.#undecoded,
      ...(this.#problem === undefined ? [] : [`error: ${this.#problem}`]),
      rowHeader.slice(2),
    ].join('\n');
  }

  lines(columns: number): string[] {
    if (this.state.rows.length === 0) return ['Waiting for records …'];
    return this.state.rows.map((record) => recordRow(record, columns));
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      clearTimeout(this.#timer);
      this.#timer = undefined;
    };
  }

  #changed(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      for (const listener of this.#listeners) listener();
    }, redrawMs);
  }
}

async function read(menu: Menu, topic: string, tail: Tail, signal: AbortSignal): Promise<void> {
  const session = await menu.context.kafka();
  const request: RangeRequest = {
    topics: [topic],
    partitions: [],
    from: { kind: 'end' },
    to: null,
    follow: true,
    isolation: 'read_committed',
  };
  const plan = await planRanges(session, request);
  const decoding = await openDecoding(menu.context, decodeByItself, false);
  let notes = plan.notes;
  tail.noted(shortened(notes));
  await readPartitions({
    discovery: discoverRanges(session, request, plan, undefined),
    onEvent(event) {
      if (event.kind === 'found') {
        const name = `${event.topic}[${event.partition}] `;
        notes = notes.filter((note) => !note.startsWith(name));
      } else notes = [describeReadEvent(event), ...notes];
      tail.noted(shortened(notes));
    },
    directory: createLeaderDirectory(session, plan.topics),
    ranges: plan.ranges,
    isolation: 'read_committed',
    signal,
    onRecords(cursor) {
      const test = grepOf(tail.filter);
      const found: CopiedRecord[] = [];
      let seen = 0;
      const waiting = visitRecords(cursor, decoding, (record) => {
        seen += 1;
        if (!test || test(record)) found.push(copyRecord(cursor, record));
      });
      const arrived = (): undefined => {
        if (seen > 0) tail.arrived(found, seen);
        tail.undecoded(decoding?.undecoded.describe() ?? []);
      };
      if (waiting) return waiting.then(() => arrived());
      arrived();
      return undefined;
    },
  });
}
