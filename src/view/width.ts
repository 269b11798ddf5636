/** How many columns of a terminal a text takes, and texts cut or filled up to so many; what is one letter stays whole. */
import stringWidth from 'fast-string-width';

/** A terminal shows nothing for these. The joiner and the variation selectors are left, since they make one sign of two. */
const invisible = /[\u00ad\u200b\u200c\u2060-\u2064\ufeff]/g;
const ascii = /^[ -~]*$/;

export function widthOf(text: string): number {
  if (ascii.test(text)) return text.length;
  return stringWidth(text.normalize().replace(invisible, ''));
}

/** The beginning that fits into so many columns. */
export function cutAt(text: string, columns: number): string {
  if (columns <= 0) return '';
  // One more, since a mark may belong to the last letter that fits.
  const beginning = text.slice(0, columns + 1);
  if (ascii.test(beginning)) return beginning.slice(0, columns);
  let width = 0;
  let end = 0;
  for (const letter of lettersOf(text.slice(0, columns * 16))) {
    width += widthOf(letter);
    if (width > columns) break;
    end += letter.length;
  }
  return text.slice(0, end);
}

/** As it is if it fits; otherwise cut, with a mark that says so. */
export function fit(text: string, columns: number): string {
  return cutAt(text, columns).length === text.length ? text : `${cutAt(text, columns - 1)}…`;
}

/** Filled up with blanks; what is wider stays as it is. */
export function padTo(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, columns - widthOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

/** Exactly so many columns. */
export function fitted(text: string, columns: number, align: 'left' | 'right' = 'left'): string {
  return columns < 1 ? '' : padTo(fit(text, columns), columns, align);
}

let segmenter: Intl.Segmenter | undefined;

/** What a person takes for one letter or sign, however many code points it is made of. */
export function lettersOf(text: string): readonly string[] {
  // Made late: the first one takes as long as a short command may take to start.
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}
