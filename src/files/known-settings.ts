/** The names that a map of settings may have, read off its schema: a complaint about another name says them. */
import type { z } from 'zod';
import { nearestNames } from '../text/nearest-names.js';

/** For each of `keys`: `"readonyl" is not a setting: did you mean readonly?` `path` leads to the map that they are in. */
export function unknownSettings(
  schema: z.ZodType,
  path: readonly PropertyKey[],
  keys: readonly string[],
): readonly { readonly key: string; readonly what: string }[] {
  const known = namesAt(schema, path);
  return keys.map((key, index) => {
    const near = nearestNames(key, known);
    // Once is enough for a map.
    const isLast = index === keys.length - 1;
    const all = isLast && known.length > 0 ? `; there are ${known.join(', ')}` : '';
    const meant = near.length > 0 ? `: did you mean ${near.join(' or ')}?` : all;
    return { key, what: `"${key}" is not a setting${meant}` };
  });
}

/** Empty if there is no map of settings at the place. */
function namesAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const [key, ...rest] = path;
  const maps = mapsIn(schema);
  if (key === undefined) return maps.flatMap(({ names }) => names);
  return maps.flatMap(({ inside }) => {
    const next = inside(String(key));
    return next === undefined ? [] : namesAt(next, rest);
  });
}

interface SettingsMap {
  readonly names: readonly string[];
  readonly inside: (key: string) => z.core.$ZodType | undefined;
}

function mapsIn(schema: z.core.$ZodType): readonly SettingsMap[] {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      return [{ names: Object.keys(def.shape), inside: (key) => def.shape[key] }];
    case 'record':
      return [{ names: [], inside: () => def.valueType }];
    case 'union':
      return def.options.flatMap(mapsIn);
    case 'pipe':
      // One of the two is what is done to the other.
      return [...mapsIn(def.in), ...mapsIn(def.out)];
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
      return mapsIn(def.innerType);
    default:
      return [];
  }
}
