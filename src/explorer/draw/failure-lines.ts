/** Why what is shown is old, or why there is nothing yet. */
import { wrapText } from '../../output/wrap.js';
import type { LabError } from '../../text/errors.js';
import { printableLines } from '../../text/printable.js';
import type { ScreenLine } from '../../view/screen.js';

/** Short above old data; with what to do if there is nothing else to see. */
export function failureLines(
  failure: LabError | string | undefined,
  hasData: boolean,
  columns: number,
): readonly ScreenLine[] {
  if (failure === undefined) return hasData ? [] : [[{ text: 'Asking …', tone: 'muted' }]];
  if (typeof failure === 'string') return [[{ text: failure, tone: 'bad' }]];
  const lines = (text: string) => wrapText(printableLines(text), columns).split('\n');
  const message = lines(failure.message).map((text): ScreenLine => [{ text, tone: 'bad' }]);
  if (hasData) return message.slice(0, 2);
  return [
    ...message,
    ...(failure.hint === undefined ? [] : lines(failure.hint)).map((text): ScreenLine => [{ text }]),
  ];
}
