/**
 * How values of a union stand in JSON: bare if their JSON type tells the branch, otherwise as Avro's own JSON encoding has
 * them: `{"branch": value}`. Reading and writing both follow this, so that one is the inverse of the other.
 */
import { branchName, logicalOf, type AvroType } from './types.js';

export type JsonClass = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

/** What its values are in JSON. */
export function classOf(type: AvroType): JsonClass {
  switch (type.kind) {
    case 'null':
    case 'boolean':
    case 'array':
      return type.kind;
    case 'record':
    case 'map':
      return 'object';
    case 'int':
    case 'long':
      return logicalOf(type) ? 'string' : 'number';
    case 'float':
    case 'double':
      return 'number';
    case 'bytes':
    case 'string':
    case 'fixed':
    case 'enum':
      return 'string';
    case 'union':
      throw new Error('A union has no union as a branch.');
  }
}

/** What a few of its values are: NaN and the infinities, and times of day that no clock shows. */
function rareClassOf(type: AvroType): JsonClass | undefined {
  if (type.kind === 'float' || type.kind === 'double') return 'string';
  return logicalOf(type)?.kind === 'time' ? 'number' : undefined;
}

/** What is taken for it beside that, if no other branch is meant: numbers for dates, times and decimals. */
export function otherClassOf(type: AvroType): JsonClass | undefined {
  const kind = logicalOf(type)?.kind;
  if (kind === undefined || kind === 'uuid' || kind === 'duration') return rareClassOf(type);
  return 'number';
}

export interface BranchForm {
  /** Undefined if its values stand bare. */
  readonly tag: string | undefined;
  /** The same for values of the rare class. */
  readonly rareTag: string | undefined;
  /** A map with one entry of such a name would be taken for a tag. */
  readonly mistakable: ReadonlySet<string>;
}

/** Of each branch. */
export function unionForms(branches: readonly AvroType[]): readonly BranchForm[] {
  const names = new Set(branches.map(branchName));
  const counts = new Map<JsonClass, number>();
  for (const branch of branches) counts.set(classOf(branch), (counts.get(classOf(branch)) ?? 0) + 1);
  return branches.map((branch) => {
    const name = branchName(branch);
    const isShared = (counts.get(classOf(branch)) ?? 0) > 1;
    const rare = rareClassOf(branch);
    return {
      tag: isShared || looksTagged(branch, names) ? name : undefined,
      rareTag: rare !== undefined && (isShared || counts.has(rare)) ? name : undefined,
      mistakable: branch.kind === 'map' ? names : noNames,
    };
  });
}

const noNames: ReadonlySet<string> = new Set();

function looksTagged(branch: AvroType, names: ReadonlySet<string>): boolean {
  const only = branch.kind === 'record' && branch.fields.length === 1 ? branch.fields[0] : undefined;
  return only !== undefined && names.has(only.name);
}
