/** Logical types: which name belongs on which type. Unknown and invalid ones are ignored, as the specification wants it. */
import type { FixedType, Logical, PrimitiveName } from './types.js';

/** Its text would grow with the precision that a schema from elsewhere names; nobody counts so far. */
const mostDecimalDigits = 10_000;

const fixedSizes: Readonly<Record<string, number>> = { uuid: 16, duration: 12 };

type Base = { readonly kind: PrimitiveName } | Pick<FixedType, 'kind' | 'size'>;

/** `number` reads a whole number of the schema: `precision`, `scale`; undefined if there is none. */
export function logicalType(
  name: string,
  base: Base,
  number: (attribute: string) => number | undefined,
): Logical | undefined {
  switch (name) {
    case 'decimal':
      return decimal(base, number('precision'), number('scale') ?? 0);
    case 'big-decimal':
      return base.kind === 'bytes' ? { kind: name } : undefined;
    case 'date':
      return base.kind === 'int' ? { kind: name } : undefined;
    case 'uuid':
    case 'duration':
      if (base.kind === 'fixed') return base.size === fixedSizes[name] ? { kind: name } : undefined;
      return name === 'uuid' && base.kind === 'string' ? { kind: name } : undefined;
  }
  const [, kind, unit] = /^(time|timestamp|local-timestamp)-(millis|micros|nanos)$/.exec(name) ?? [];
  if (kind === undefined || (kind === 'time' && unit === 'nanos')) return undefined;
  if (base.kind !== (name === 'time-millis' ? 'int' : 'long')) return undefined;
  return { kind, unit } as Logical;
}

function decimal(base: Base, precision: number | undefined, scale: number): Logical | undefined {
  if (base.kind !== 'bytes' && base.kind !== 'fixed') return undefined;
  if (precision === undefined || precision < 1 || precision > mostDecimalDigits) return undefined;
  if (scale < 0 || scale > precision) return undefined;
  // The digits that so many bytes hold whatever they are.
  if (base.kind === 'fixed' && precision > Math.floor(Math.log10(2) * (8 * base.size - 1))) return undefined;
  return { kind: 'decimal', precision, scale };
}
