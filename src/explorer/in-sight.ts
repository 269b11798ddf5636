/** What is in sight: the header, a view or the page of help, and the foot → the lines of the screen. */
import type { MouseReport, ScreenLine } from '../view/screen.js';
import { bodySize, explorerLines, linesAbove, type Said } from './draw/explorer-lines.js';
import { failureLines } from './draw/failure-lines.js';
import { headerSpans, type Place } from './draw/header-spans.js';
import { helpLines } from './draw/help-lines.js';
import type { ExplorerPace } from './live/explorer-pace.js';
import type { Opened } from './opened.js';
import type { PromptLine } from './prompt-line.js';
import type { Hint, Pulse, Size } from './state/view-kind.js';
import type { ViewStack } from './view-stack.js';

export interface InSight {
  readonly place: Place;
  /** Global options before the words of a view. */
  readonly globals: readonly string[];
  readonly pace: ExplorerPace;
  readonly views: ViewStack;
  readonly foot: PromptLine;
  pulse: Pulse | null | undefined;
  said: Said | undefined;
  /** Lines of the page of help that are scrolled past; undefined if it is not open. */
  help: number | undefined;
  /** The mouse is taken. */
  hasMouse: boolean;
}

const helpHints: readonly Hint[] = [
  { key: '↑↓', label: 'scroll' },
  { key: 'Esc', label: 'back' },
];

const failureHints: readonly Hint[] = [
  { key: 'Esc', label: 'back' },
  { key: 'Ctrl-R', label: 'ask again' },
  { key: ':', label: 'go to' },
];

const goOnHint: Hint = { key: 'p', label: 'go on' };

/** `screen`: all of it. */
export function linesInSight(view: Opened, sight: InSight, screen: Size): readonly ScreenLine[] {
  const { place, globals, views, foot, pulse, said, help } = sight;
  const size = bodySize(screen);
  const isHelp = help !== undefined;
  return explorerLines({
    size: screen,
    header: headerSpans(place, pulse),
    pace: paceText(view, sight.pace),
    isHeld: views.isHeld,
    crumbs: views.crumbs,
    status: isHelp ? '' : view.status(size),
    body: isHelp ? helpOf(view, size).slice(help) : bodyOf(view, size),
    words: [...globals, ...view.words(size)],
    said,
    prompt: foot.prompt,
    candidates: foot.candidates,
    hints: isHelp ? helpHints : hintsOf(view, sight, size),
  });
}

/** Three at most, besides help. */
function hintsOf(view: Opened, { place, views }: InSight, size: Size): readonly Hint[] {
  const own = view.hints(size).filter(({ key }) => key !== 'K' || place.isPractice);
  const all = !view.hasData && view.failure !== undefined ? failureHints : own;
  const first = views.isHeld && !all.some(({ key }) => key === goOnHint.key) ? [goOnHint] : [];
  return [...[...first, ...all].slice(0, 3), { key: '?', label: 'help' }];
}

export function helpOf(view: Opened, size: Size): readonly ScreenLine[] {
  return helpLines({ about: view.about(size), row: view.keys(size), view: view.help }, size.columns);
}

function bodyOf(view: Opened, size: Size): readonly ScreenLine[] {
  const { failure, own } = partsOf(view, size);
  return [...failure, ...view.lines(own)];
}

/** Why there is no news, and the size of what is left for the view below it. */
function partsOf(view: Opened, size: Size) {
  const failure = failureLines(view.failure, view.hasData, size.columns);
  return { failure, own: { ...size, rows: Math.max(1, size.rows - failure.length) } };
}

/** A report of the whole screen → one of the view; undefined for clicks outside of it. */
export function mouseInView(
  report: MouseReport,
  view: Opened,
  screen: Size,
): { readonly report: MouseReport; readonly size: Size } | undefined {
  const { failure, own: size } = partsOf(view, bodySize(screen));
  const row = report.row - linesAbove - failure.length;
  const isInside = row >= 0 && row < size.rows;
  return isInside || report.does !== 'click' ? { report: { ...report, row }, size } : undefined;
}

function paceText({ answeredAt, failure }: Opened, pace: ExplorerPace): string {
  if (answeredAt === undefined) return '';
  return `${failure === undefined ? `${pace.text()} ` : 'old, of'} ${answeredAt.toTimeString().slice(0, 8)}`;
}
