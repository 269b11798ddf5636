/** The values of a union as `model/union-form.ts` has them: bare, or in an object that names the branch. */
import { jsonString } from '../../json-scalars.js';
import { logicalOf, type AvroType } from '../model/types.js';
import type { BranchForm } from '../model/union-form.js';
import type { ByteCursor } from './byte-cursor.js';
import { isBeyondClocks } from './logical.js';
import type { Read } from './scalars.js';

const closeBrace = 0x7d;

/** `written` is what stands in the bytes for `wanted`, a branch of the union. */
export function inForm(form: BranchForm, written: AvroType, wanted: AvroType, bare: Read): Read {
  if (form.tag !== undefined) return tagged(form.tag, bare);
  const needsTag = wanted.kind === 'map' ? hasOneNamed(form.mistakable) : rareOf(written, wanted);
  const tag = wanted.kind === 'map' ? 'map' : form.rareTag;
  if (tag === undefined || needsTag === undefined) return bare;
  const other = tagged(tag, bare);
  return (from, out) => (needsTag(from) ? other : bare)(from, out);
}

function tagged(tag: string, read: Read): Read {
  const start = Buffer.from(`{${jsonString(tag)}:`);
  return (from, out) => {
    out.copy(start, 0, start.length);
    read(from, out);
    out.byte(closeBrace);
  };
}

/** Whether the value at the cursor, which stays, is of the rare class. */
function rareOf(written: AvroType, wanted: AvroType): ((from: ByteCursor) => boolean) | undefined {
  const logical = logicalOf(wanted);
  if (logical?.kind === 'time') return isBeyondClocks(logical.unit);
  if (written.kind !== 'float' && written.kind !== 'double') return undefined;
  const { kind } = written;
  return (from) => {
    const { at } = from;
    const value = kind === 'float' ? from.float() : from.double();
    from.at = at;
    return !Number.isFinite(value);
  };
}

/** Whether the map at the cursor, which stays, begins with a block of one entry that is named like a branch. */
function hasOneNamed(names: ReadonlySet<string>): (from: ByteCursor) => boolean {
  return (from) => {
    const { at } = from;
    let is = false;
    if (from.blockCount(1) === 1) {
      const length = from.length();
      const start = from.take(length);
      is = names.has(from.bytes.toString('utf8', start, start + Math.min(length, 4096)));
    }
    from.at = at;
    return is;
  };
}
