/** Why what is shown is old, or why there is nothing yet. */
import { wrapText } from '../../output/wrap.js';
import type { LabError } from '../../text/errors.js';
import { printableLines } from '../../text/printable.js';
import type { ScreenLine } from '../../view/screen.js';

/** Two lines of each above old data. */
export function failureLines(
  failure: LabError | string | undefined,
  hasData: boolean,
  columns: number,
): readonly ScreenLine[] {
  if (failure === undefined) return hasData ? [] : [[{ text: 'Asking …', tone: 'muted' }]];
  if (typeof failure === 'string') return [[{ text: failure, tone: 'bad' }]];
  const lines = (text: string) => wrapText(printableLines(text), columns).split('\n');
  const message = lines(failure.message).map((text): ScreenLine => [{ text, tone: 'bad' }]);
  const hint = (failure.hint === undefined ? [] : lines(failure.hint)).map((text): ScreenLine => [{ text }]);
  return hasData ? [...message.slice(0, 2), ...hint.slice(0, 2)] : [...message, ...hint];
}
