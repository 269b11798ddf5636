/** The numeric value of a cell: a number itself, `≤ 120`, `1.5 GiB` or `3 min 20 s`. */
import type { Scalar } from '../view/view.js';

const bytes = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'].map(
  (unit, power) => [unit, 1024 ** power] as const,
);
const times = Object.entries({ ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 });
const unitSizes: ReadonlyMap<string, number> = new Map<string, number>([...bytes, ...times]);

/** Undefined for words. Sizes are in bytes, times in milliseconds: a column has only one kind. */
export function quantityOf(value: Scalar): number | bigint | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.replace(/^[≤≥~≈]\s*/, '');
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (!/^\d+(\.\d+)? [A-Za-z]+( \d+ [a-z]+)*$/.test(text)) return undefined;
  const parts = [...text.matchAll(/([\d.]+) ([A-Za-z]+)/g)];
  const sizes = parts.map(([, amount, unit = '']) => Number(amount) * (unitSizes.get(unit) ?? NaN));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return Number.isNaN(total) ? undefined : total;
}
