/** The whole screen: header, crumbs, the view, the command that it equals, and keys or what is typed. */
import { quotedWords } from '../../text/command-line.js';
import type { Prompt } from '../state/typed-lines.js';
import type { Hint, Size } from '../state/view-kind.js';
import type { ScreenLine, Span } from '../../view/screen.js';
import type { Tone } from '../../view/view.js';
import { fit, widthOf } from '../../view/width.js';

export interface Said {
  readonly text: string;
  readonly tone: Tone | undefined;
}

export interface ExplorerFrame {
  readonly size: Size;
  readonly header: readonly Span[];
  /** At the right of the header: interval, time of the last answer. */
  readonly pace: string;
  readonly isHeld: boolean;
  readonly crumbs: readonly string[];
  readonly status: string;
  readonly body: readonly ScreenLine[];
  /** With the global options that were given. */
  readonly words: readonly string[];
  /** In the place of the line of keys, and until the next key. */
  readonly said: Said | undefined;
  readonly prompt: Prompt | undefined;
  /** What the typed word may become. */
  readonly candidates: readonly string[];
  readonly hints: readonly Hint[];
}

/** Lines above the view, and below it. */
export const linesAbove = 2;
const linesBelow = 2;

export function bodySize({ columns, rows }: Size): Size {
  return { columns, rows: Math.max(1, rows - linesAbove - linesBelow) };
}

export function explorerLines(frame: ExplorerFrame): readonly ScreenLine[] {
  const { size, body } = frame;
  const room = bodySize(size).rows;
  const shown = body.slice(0, room);
  const filling = Array.from({ length: room - shown.length }, (): ScreenLine => []);
  return [headerLine(frame), crumbLine(frame), ...shown, ...filling, commandText(frame), footLine(frame)];
}

function headerLine({ size, header, pace, isHeld }: ExplorerFrame): ScreenLine {
  const held: Span[] = isHeld ? [{ text: ' HELD ', tone: 'marked' }, { text: ' ' }] : [];
  const right = widthOf(pace) + (isHeld ? 7 : 0);
  const left = header.reduce((sum, { text }) => sum + widthOf(text), 0);
  const space = size.columns - left - right;
  if (space < 1) return [...header, { text: ' ' }, ...held];
  return [...header, { text: ' '.repeat(space) }, ...held, { text: pace, tone: 'muted' }];
}

/** The last crumb is where one is; earlier ones give way. */
function crumbLine({ size, crumbs, status }: ExplorerFrame): ScreenLine {
  const room = size.columns - widthOf(status) - 2;
  let shown = crumbs;
  while (shown.length > 1 && widthOf(shown.join(' › ')) > room) shown = ['…', ...shown.slice(2)];
  const before = shown.slice(0, -1).map((crumb) => `${crumb} › `);
  return [
    { text: before.join(''), tone: 'muted' },
    { text: fit(shown.at(-1) ?? '', Math.max(8, room - widthOf(before.join('')))), tone: 'strong' },
    { text: status === '' ? '' : `  ${status}`, tone: 'muted' },
  ];
}

function commandText({ size, words }: ExplorerFrame): ScreenLine {
  return [{ text: fit(`$ kafka-lab ${quotedWords(words)}`, size.columns), tone: 'muted' }];
}

function footLine({ size, said, prompt, candidates, hints }: ExplorerFrame): ScreenLine {
  if (prompt) return promptLine(prompt, candidates, size.columns);
  if (said) return [{ text: fit(said.text, size.columns), ...(said.tone ? { tone: said.tone } : {}) }];
  return hints.flatMap(({ key, label }): Span[] => [
    { text: key, tone: 'strong' },
    { text: ` ${label}   `, tone: 'muted' },
  ]);
}

function promptLine({ prompt, line }: Prompt, candidates: readonly string[], columns: number): ScreenLine {
  const letters = Array.from(line.text);
  const before = prompt + letters.slice(0, line.at).join('');
  const after = letters.slice(line.at).join('');
  const offered = candidates.length === 0 ? '' : `   ${candidates.join('  ')}`;
  // What is typed stays in sight at its end.
  const cut = Math.max(0, widthOf(before) - columns + 2);
  return [
    {
      text:
        cut === 0
          ? before
          : `…${Array.from(before)
              .slice(cut + 1)
              .join('')}`,
      tone: 'strong',
      hasCursor: true,
    },
    { text: after },
    { text: offered, tone: 'muted' },
  ];
}
