/** Offsets by group and partition in lines of commas or tabs: what kafka-consumer-groups exports. Pure. */
import { LabError } from '../../text/errors.js';
import { partitionKey } from '../session/partition-key.js';

export interface OffsetsOfGroup {
  /** Undefined where lines name none. */
  readonly group: string | undefined;
  readonly topics: readonly string[];
  /** By `partitionKey`. */
  readonly offsets: ReadonlyMap<string, number>;
}

/** TOPIC,PARTITION,OFFSET or GROUP,TOPIC,PARTITION,OFFSET. Throws LabError 'usage' with the line. */
export function parseOffsetsFile(text: string, file: string): readonly OffsetsOfGroup[] {
  const groups = new Map<string | undefined, { topics: Set<string>; offsets: Map<string, number> }>();
  let columns: number | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line.trim() === '') continue;
    const cells = cellsOf(line);
    const [offset = '', partition = '', topic = '', group] = [...cells].reverse();
    const isRight = cells.length === 3 || cells.length === 4;
    if (!isRight || topic === '' || !/^\d{1,9}$/.test(partition) || !isOffset(offset)) {
      throw new LabError('usage', `${file}, line ${index + 1}: "${line}" is no TOPIC,PARTITION,OFFSET.`, {
        hint: 'It looks like: orders,0,42; or with the group before: billing,orders,0,42',
      });
    }
    if (cells.length !== (columns ??= cells.length)) {
      throw new LabError('usage', `${file}, line ${index + 1}: some lines name a group and others do not.`);
    }
    const own = groups.get(group) ?? { topics: new Set(), offsets: new Map<string, number>() };
    groups.set(group, own);
    const key = partitionKey(topic, Number(partition));
    if (own.offsets.has(key)) {
      throw new LabError('usage', `${file}, line ${index + 1}: ${topic}[${partition}] is given twice.`);
    }
    own.topics.add(topic);
    own.offsets.set(key, Number(offset));
  }
  if (groups.size === 0) throw new LabError('usage', `${file} names no offsets.`);
  return [...groups].map(([group, { topics, offsets }]) => ({ group, topics: [...topics], offsets }));
}

function isOffset(text: string): boolean {
  return /^\d+$/.test(text) && Number.isSafeInteger(Number(text));
}

/** A cell with a comma in it stands in quotes. */
function cellsOf(line: string): readonly string[] {
  const cells = line.matchAll(/(?:^|[,\t])(?:"((?:[^"]|"")*)"|([^,\t]*))/g);
  return [...cells].map(([, quoted, bare = '']) => quoted?.replaceAll('""', '"') ?? bare.trim());
}
