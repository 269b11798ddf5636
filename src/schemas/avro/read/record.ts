/** The bytes of a record → a JSON object: fields in the order they were written, then those that only the reader's schema has. */
import type { OutputBuffer } from '../../../wire/print/output-buffer.js';
import { jsonString } from '../../json-scalars.js';
import type { Read } from './scalars.js';

export interface FieldRead {
  /** Undefined for what was written and is not wanted. */
  readonly name: string | undefined;
  readonly read: Read;
}

const [openBrace, closeBrace] = [0x7b, 0x7d];

export function readRecord(fields: readonly FieldRead[]): Read {
  const firstShown = fields.findIndex(({ name }) => name !== undefined);
  const names = fields.map(({ name }, index) =>
    name === undefined ? undefined : Buffer.from(`${index === firstShown ? '' : ','}${jsonString(name)}:`),
  );
  const reads = fields.map(({ name, read }) => (name === undefined ? skipping(read) : read));
  const { length } = fields;
  return (from, out) => {
    from.enter(out);
    out.byte(openBrace);
    for (let index = 0; index < length; index += 1) {
      const name = names[index];
      if (name !== undefined) out.copy(name, 0, name.length);
      (reads[index] as Read)(from, out);
    }
    out.byte(closeBrace);
    from.leave();
  };
}

function skipping(read: Read): Read {
  return (from, out: OutputBuffer) => {
    const { length } = out;
    read(from, out);
    out.rewind(length);
  };
}
