/** JSON → the branch of a union and its bytes, by the forms of `model/union-form.ts`. */
import { afterBlanks, endOfValue } from '../../../text/source/json-source.js';
import type { JsonReader } from '../../json-reader.js';
import { quoted } from '../model/names.js';
import { branchName, type UnionType } from '../model/types.js';
import { classOf, otherClassOf, type JsonClass } from '../model/union-form.js';
import { EncodeFault } from './encode-fault.js';
import { nearOf, type Write } from './scalars.js';

export function writeUnion({ branches }: UnionType, writes: readonly Write[]): Write {
  const names = branches.map(branchName);
  const byName = new Map(names.map((name, index) => [name, index]));
  byName.delete('null');
  const byKind = branchesByKind(branches.map(classOf));
  const byOtherKind = branchesByKind(branches.map(otherClassOf));

  function bare(from: JsonReader): number {
    const kind = from.kind();
    const fitting = byKind.get(kind) ?? byOtherKind.get(kind) ?? [];
    const [only] = fitting;
    if (fitting.length === 1 && only !== undefined) return only;
    if (only === undefined) throw new EncodeFault(from.at, unfit(from, kind, names));
    const forms = fitting.map((index) => `{${JSON.stringify(names[index])}: …}`).join(' or ');
    throw new EncodeFault(from.at, `could be of ${fitting.length} types of its union: write ${forms}`);
  }

  return (from, to) => {
    const tag = from.kind() === 'object' ? onlyName(from) : undefined;
    const tagged = tag === undefined ? undefined : byName.get(tag);
    const index = tagged ?? bare(from);
    to.int(index);
    const write = writes[index] as Write;
    if (tagged === undefined) {
      write(from, to);
      return;
    }
    from.enter();
    from.member();
    write(from, to);
    from.next();
  };
}

function branchesByKind(kinds: readonly (JsonClass | undefined)[]): Map<JsonClass, number[]> {
  const found = new Map<JsonClass, number[]>();
  for (const [index, kind] of kinds.entries()) {
    if (kind === undefined) continue;
    const same = found.get(kind);
    if (same) same.push(index);
    else found.set(kind, [index]);
  }
  return found;
}

/** Of the object here, if it has one member and no more. */
function onlyName(from: JsonReader): string | undefined {
  const { at, text } = from;
  let name: string | undefined;
  if (from.enter()) {
    name = from.member();
    if (text[afterBlanks(text, endOfValue(text, from.at))] !== '}') name = undefined;
  }
  from.at = at;
  return name;
}

function unfit(from: JsonReader, kind: JsonClass, names: readonly string[]): string {
  const types = names.map(quoted).join(', ');
  const tag = kind === 'object' ? onlyName(from) : undefined;
  const near = tag === undefined ? '' : nearOf(tag, names);
  return `is ${kind === 'null' ? 'null' : `of JSON's type ${kind}`}, which no type of its union takes: ${types}${near}`;
}
