/** The page of `?`: what the word under the cursor means, the keys of the row, of the view, of the explorer. */
import { wrapText } from '../../output/wrap.js';
import type { ScreenLine } from '../../view/screen.js';
import { widthOf, padTo } from '../../view/width.js';
import { explanationOf } from '../../words/glossary.js';
import { ownHelp } from '../state/own-keys.js';

type Keys = readonly (readonly [keys: string, what: string])[];

export interface HelpPage {
  readonly about: string | undefined;
  readonly row: Keys;
  readonly view: Keys;
}

export function helpLines({ about, row, view }: HelpPage, columns: number): readonly ScreenLine[] {
  return [
    ...(about === undefined
      ? []
      : [
          ...wrapText(about, columns)
            .split('\n')
            .map((text): ScreenLine => [{ text }]),
          [],
        ]),
    ...section('THIS ROW', row, columns),
    ...section('THIS VIEW', view, columns),
    ...section('EVERYWHERE', ownHelp, columns),
  ];
}

/** Of a heading, or of another word; undefined if the glossary has none. */
export function aboutTerm(word: string): string | undefined {
  const entry = explanationOf(word.toLowerCase().replaceAll('-', ' '));
  return entry && `${entry.term}: ${entry.en}`;
}

function section(title: string, keys: Keys, columns: number): readonly ScreenLine[] {
  if (keys.length === 0) return [];
  const width = keys.reduce((most, [key]) => Math.max(most, widthOf(key)), 6) + 2;
  return [
    [{ text: title, tone: 'strong' }],
    ...keys.flatMap(([key, what]) =>
      wrapText(what, Math.max(20, columns - width - 2))
        .split('\n')
        .map((each, index): ScreenLine => [
          { text: `  ${padTo(index === 0 ? key : '', width)}`, tone: 'strong' },
          { text: each },
        ]),
    ),
    [],
  ];
}
