/** The order of names that end in numbers. */
let collator: Intl.Collator | undefined;

/** For sort: `orders-2` before `orders-10`. */
export function byNaturalOrder(one: string, other: string): number {
  // Making it takes as long as a tenth of a short command, and few of them sort.
  collator ??= new Intl.Collator('en', { numeric: true, sensitivity: 'variant' });
  return collator.compare(one, other);
}
