/** What is wrong with a filter, with a mark below the place. */
import { LabError } from '../text/errors.js';

export function filterError(source: string, at: number, reason: string): LabError {
  const line = source.replaceAll(/[\n\r\t]/g, ' ');
  return new LabError('usage', `--filter: ${reason}\n  ${line}\n  ${' '.repeat(at)}^`, {
    hint: 'For example: --filter \'value.amount > 100 and headers.source == "web"\'',
  });
}
