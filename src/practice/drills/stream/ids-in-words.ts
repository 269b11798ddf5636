/** Some of many ids, in words. */

/** `id 3`, `ids 3, 7, 9, 10, 11 and 12 more` */
export function idsInWords(ids: readonly number[]): string {
  const few = 5;
  const named = ids.slice(0, few).join(', ');
  const more = ids.length - few;
  return `${ids.length === 1 ? 'id' : 'ids'} ${named}${more > 0 ? ` and ${more} more` : ''}`;
}
