/** The menu drawn on a terminal: lists with a cursor, pages that scroll. */
import { LabError } from '../../text/errors.js';
import { belowPrinted } from '../../output/screen/canvas.js';
import { openTerminalScreen } from '../../output/screen/terminal-screen.js';
import type { World } from '../../view/world.js';
import type { Style } from '../../output/style.js';
import { columnsOf, rowsOf } from '../../view/terminal-size.js';
import { wrapText } from '../../output/wrap.js';
import { drawUntil, type Drawn } from './draw-until.js';
import { pickList } from './pick-list.js';
import { createPrompter } from './prompter.js';
import { readPage } from './read-page.js';
import type { Choice, Ui } from './ui.js';
import { whileWatchingKeys } from './watch-keys.js';

export interface UiSettings extends Pick<World, 'stdin' | 'stderr' | 'signal' | 'atExit' | 'jobControl'> {
  readonly style: Style;
  explain(choice: Choice<unknown>): string | undefined;
}

export function createDrawnUi(host: UiSettings): Ui {
  const { stdin, stderr, signal, style } = host;
  const prompter = createPrompter({ stdin, stderr, signal });
  const columns = () => columnsOf(stderr) - 1;
  const open = () => openTerminalScreen(stdin, stderr, style, host, belowPrinted());
  /** Lines that were said since a list or page was last drawn. */
  let said = 0;
  const draw = <Answer>(drawn: Drawn<Answer>) => {
    const above = said;
    said = 0;
    return drawUntil(open, signal, drawn, above);
  };

  return {
    get rows() {
      return rowsOf(stderr);
    },
    get columns() {
      return columns();
    },
    pick: (question) => draw(pickList(question, (choice) => host.explain(choice))),
    page: (page) => draw(readPage(page, (term) => host.explain({ value: term, label: term, term }))),
    async text({ message, initial = '', empty, validate }) {
      const words = empty === undefined ? `${message}:` : `${message} (${empty}):`;
      const asked = wrapText(words, columns() - 2);
      return backAtInterrupt(host, prompter.text(asked, { initial, ...(validate ? { validate } : {}) }));
    },
    async edit(message, initial, ending) {
      return backAtInterrupt(host, prompter.editor(message, initial, ending));
    },
    async busy(what, work) {
      const line = setTimeout(() => stderr.write(`${what} …`), 300);
      try {
        return await whileWatchingKeys(stdin, work);
      } finally {
        clearTimeout(line);
        stderr.write('\r\u001b[K');
      }
    },
    say(text, tone) {
      const wrapped = wrapText(text, columns());
      stderr.write(`${tone === undefined ? wrapped : style.tone(wrapped, tone)}\n`);
      said += wrapped.split('\n').length;
    },
  };
}

/** Undefined for Esc and ^C at a prompt. */
export async function backAtInterrupt<Result>(
  { signal }: Pick<World, 'signal'>,
  answer: Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof LabError && error.code === 'interrupted') || signal.aborted)
      throw signal.aborted ? new LabError('interrupted', '') : error;
    return undefined;
  }
}
