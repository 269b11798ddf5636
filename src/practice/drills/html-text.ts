/** Text and times as a page of HTML has them. */

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
