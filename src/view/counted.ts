/** Numbers and lists in sentences; thousands are set apart. Cells of tables have bare digits: they are typed again, as offsets are. */

/** 1234567 → 1,234,567; toLocaleString takes 14 ms the first time. */
export function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 record`, `1,707 records`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${count === 1 ? noun : `${noun}s`}`;
}

/** `1 record is`, `1,707 records are`. */
export function countedAre(count: number, noun: string): string {
  return `${counted(count, noun)} ${count === 1 ? 'is' : 'are'}`;
}

const mostNamed = 20;

/** `a, b and 3 more`: so many that a sentence stays one. */
export function firstNames(names: readonly string[]): string {
  const more = names.length - mostNamed;
  const shown = names.slice(0, mostNamed).join(', ');
  return more > 0 ? `${shown} and ${grouped(more)} more (-o json has them all)` : shown;
}
