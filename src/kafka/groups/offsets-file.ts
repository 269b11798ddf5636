/** Offsets by group and partition: lines with commas, as kafka-consumer-groups exports them, or with tabs, as `-o plain` writes them. Pure. */
import { parseInt64, type Int64 } from '../../text/int64.js';
import { fromPlainCell } from '../../text/source/plain-cell.js';
import { LabError } from '../../text/errors.js';
import type { OffsetsByTopic } from '../../text/positions.js';

export interface OffsetsOfGroup {
  /** Undefined if lines name none. */
  readonly group: string | undefined;
  readonly offsets: OffsetsByTopic;
}

/** TOPIC,PARTITION,OFFSET or GROUP,TOPIC,PARTITION,OFFSET; lines with no OFFSET are passed over. Throws LabError 'usage' with the line. */
export function parseOffsetsFile(text: string, file: string): readonly OffsetsOfGroup[] {
  const groups = new Map<string | undefined, Map<string, Map<number, Int64>>>();
  let columns: number | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const cells = cellsOf(line);
    const [offset = '', partition = '', topic = '', group] = [...cells].reverse();
    const value = offset.startsWith('-') ? undefined : parseInt64(offset);
    const isRight = cells.length === 3 || cells.length === 4;
    // A plan of this program has such a line if nothing is committed: there is no offset to go back to.
    const isEmpty = offset === '';
    if (!isRight || topic === '' || !/^\d{1,9}$/.test(partition) || (value === undefined && !isEmpty)) {
      throw new LabError('usage', `${file}, line ${index + 1}: "${line}" is no TOPIC,PARTITION,OFFSET.`, {
        hint: 'It looks like: orders,0,42; or with the group before: billing,orders,0,42',
      });
    }
    if (cells.length !== (columns ??= cells.length)) {
      throw new LabError('usage', `${file}, line ${index + 1}: some lines name a group and others do not.`);
    }
    if (value === undefined) continue;
    const topics = groups.get(group) ?? new Map<string, Map<number, Int64>>();
    groups.set(group, topics);
    const offsets = topics.get(topic) ?? new Map<number, Int64>();
    topics.set(topic, offsets);
    if (offsets.has(Number(partition))) {
      throw new LabError('usage', `${file}, line ${index + 1}: ${topic}[${partition}] is given twice.`);
    }
    offsets.set(Number(partition), value);
  }
  if (groups.size === 0) throw new LabError('usage', `${file} names no offsets.`);
  return [...groups].map(([group, offsets]) => ({ group, offsets }));
}

/** With commas: blanks around a cell are not part of it, and a cell with a comma in it is quoted. With tabs: as `-o plain` has it. */
function cellsOf(line: string): readonly string[] {
  const plain = line.split('\t');
  if (plain.length === 3 || plain.length === 4) {
    const names = plain.length - 2;
    return plain.map((cell, at) => (at < names ? fromPlainCell(cell) : cell.trim()));
  }
  const cells = line.matchAll(/(?:^|[,\t])(?:"((?:[^"]|"")*)"|([^,\t]*))/g);
  return [...cells].map(([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare.trim());
}
