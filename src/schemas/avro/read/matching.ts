/** Schema resolution: which type of a reader's schema takes what was written (Avro 1.12, "Schema Resolution"). */
import { simpleNameOf } from '../model/names.js';
import { isNamed, logicalOf, type AvroType, type NamedType } from '../model/types.js';
import { readPrimitive } from './scalars.js';

const [none, promoted, sameName, same] = [0, 1, 2, 3];

/** Above 0 if `wanted` takes values of `written`; the best is the highest. What is inside of them is not looked at. */
function closeness(written: AvroType, wanted: AvroType): number {
  if (isNamed(written)) {
    if (!isNamed(wanted) || wanted.kind !== written.kind) return none;
    if (written.kind === 'fixed' && wanted.kind === 'fixed' && written.size !== wanted.size) return none;
    if (wanted === written || isCalled(wanted, written.name)) return same;
    const isNear = [wanted.name, ...wanted.aliases].some(
      (name) => simpleNameOf(name) === simpleNameOf(written.name),
    );
    return isNear ? sameName : none;
  }
  if (written.kind === wanted.kind) return areDecimalsUnlike(written, wanted) ? none : same;
  if (written.kind === 'array' || written.kind === 'map' || written.kind === 'union') return none;
  if (isNamed(wanted) || wanted.kind === 'array' || wanted.kind === 'map' || wanted.kind === 'union')
    return none;
  return readPrimitive(written.kind, wanted.kind) ? promoted : none;
}

function isCalled(type: NamedType, name: string): boolean {
  return type.name === name || type.aliases.includes(name);
}

/** Two decimals match if their precisions and scales do. */
function areDecimalsUnlike(written: AvroType, wanted: AvroType): boolean {
  const [one, other] = [logicalOf(written), logicalOf(wanted)];
  if (one?.kind !== 'decimal' || other?.kind !== 'decimal') return false;
  return one.precision !== other.precision || one.scale !== other.scale;
}

export function doesMatch(written: AvroType, wanted: AvroType): boolean {
  return closeness(written, wanted) > none;
}

/** The branch for it, the first of those that are equally near; undefined if there is none. */
export function branchFor(written: AvroType, branches: readonly AvroType[]): number | undefined {
  let found: number | undefined;
  let best = none;
  for (const [index, branch] of branches.entries()) {
    const near = closeness(written, branch);
    if (near <= best) continue;
    found = index;
    best = near;
  }
  return found;
}
