/** What `consume` says beside the records: where it begins, why it stopped, how much there was. */
import { counted, grouped } from '../view/counted.js';
import type { SearchCoverage } from '../finding/search-report.js';
import { describePosition } from '../text/positions.js';
import type { ShareCounts } from '../kafka/share/tally.js';
import type { PartitionReport } from '../wire/reader/reader.js';
import type { ConsumeOptions, ConsumeSettings } from './_consume-options.js';

export interface ConsumeReport {
  /** `closed`: the reader of the output has gone, as `head` does. */
  readonly stopped: 'end' | 'deleted' | 'limit' | 'interrupted' | 'closed';
  readonly follow: boolean;
  readonly records: number;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly records: number;
    /** Where reading goes on; a share group has no such place. */
    readonly next?: number;
  }[];
  /** What became of a share group's records. */
  readonly share?: ShareCounts;
  readonly notes: readonly string[];
  /** What waits for open transactions, a sentence a partition. */
  readonly open: readonly string[];
  /** What could not be decoded, a sentence a reason. */
  readonly undecoded: readonly string[];
  /** Some of it was to be decoded, by the command line. */
  readonly isUndecoded: boolean;
  /** Of a search. */
  readonly coverage?: SearchCoverage;
  /** A partition had to be left out. */
  readonly isPartial: boolean;
  readonly durationMs: number;
}

export function whyStopped(reports: readonly PartitionReport[]): ConsumeReport['stopped'] {
  const stops = new Set(reports.map(({ stopped }) => stopped));
  if (stops.has('interrupted')) return 'interrupted';
  if (stops.has('limit')) return 'limit';
  return reports.length > 0 && reports.every(({ stopped }) => stopped === 'deleted') ? 'deleted' : 'end';
}

export function introduction(chosen: ConsumeOptions, settings: ConsumeSettings, partitions: number): string {
  const what = `${chosen.topic.join(', ')} (${partitions} ${partitions === 1 ? 'partition' : 'partitions'})`;
  const end = settings.to === null ? 'the present end' : describePosition(settings.to);
  const until = settings.follow
    ? `waiting for new records${limitOf(chosen)}; ^C stops`
    : `to ${end}${limitOf(chosen)}`;
  return `Reading ${what} from ${describePosition(settings.from)}, ${until}.`;
}

export function groupIntroduction(chosen: ConsumeOptions, settings: ConsumeSettings): string {
  const until = settings.follow
    ? `waiting for new records${limitOf(chosen)}; ^C stops`
    : `to the present end${limitOf(chosen)}`;
  const first = settings.from.kind === 'start' ? 'the beginning' : 'the end';
  return `Reading ${chosen.topic.join(', ')} as group ${chosen.group ?? ''} from its committed offsets (from ${first} if it has none), ${until}.`;
}

export function shareIntroduction(chosen: ConsumeOptions, settings: ConsumeSettings): string {
  const until = settings.follow
    ? `waiting for new records${limitOf(chosen)}; ^C stops`
    : `until it has nothing more to deliver${limitOf(chosen)}`;
  const what = {
    accept: 'what is shown is accepted',
    release: 'what is shown is given back at the end',
    reject: 'what is shown is rejected, and not delivered again',
    ask: 'what becomes of each record is asked',
  }[chosen.ack ?? 'accept'];
  return `Reading ${chosen.topic.join(', ')} as share group ${chosen.shareGroup ?? ''} (if it is new, from the end, unless its config share.auto.offset.reset is earliest): ${what}, ${until}.`;
}

/** `Accepted 3, released 0, rejected 1.` */
export function shareSummary({ accepted, released, rejected, lost }: ShareCounts): string {
  const without =
    lost === 0
      ? ''
      : `; what was said of ${counted(lost, 'record')} that ${lost === 1 ? 'was' : 'were'} shown did not reach the group`;
  return `Accepted ${grouped(accepted)}, released ${grouped(released)}, rejected ${grouped(rejected)}${without}.`;
}

function limitOf(chosen: ConsumeOptions): string {
  const { maxMessages } = chosen;
  if (maxMessages === undefined) return '';
  const what = isSearch(chosen) ? ['match', 'matches'] : ['record', 'records'];
  return `, at most ${maxMessages} ${what[maxMessages === 1 ? 0 : 1] ?? ''}`;
}

function isSearch({ key, grep, filter }: ConsumeOptions): boolean {
  return key !== undefined || grep !== undefined || filter !== undefined;
}

export function summary(report: ConsumeReport): string {
  const { stopped, records, partitions, coverage, durationMs } = report;
  const why = {
    end: report.share
      ? 'Nothing more was delivered'
      : report.open.length > 0
        ? 'Stopped at an open transaction'
        : 'Reached the end',
    deleted: 'Nothing is left to read',
    limit: 'Stopped at the limit',
    interrupted: 'Interrupted',
    closed: 'The output was closed',
  }[stopped];
  const seconds = Math.max(durationMs, 1) / 1000;
  const count = coverage?.scanned ?? records;
  const rate = count >= 10_000 ? `, ${grouped(Math.round(count / seconds))} a second` : '';
  const from = partitions.filter((each) => each.records > 0).length;
  const what = coverage ? ['match', 'matches'] : ['record', 'records'];
  return `${why}: ${grouped(records)} ${what[records === 1 ? 0 : 1] ?? ''} from ${from} ${from === 1 ? 'partition' : 'partitions'} in ${seconds.toFixed(1)} s${rate}.`;
}
