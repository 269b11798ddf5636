/** Text and times in HTML. */

export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
