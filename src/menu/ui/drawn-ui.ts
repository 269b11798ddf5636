/** The menu drawn on a terminal: lists with a cursor, pages that scroll. */
import type { Readable } from 'node:stream';
import { LabError } from '../../text/errors.js';
import type { TerminalStream } from '../../output/spinner.js';
import type { Style } from '../../output/style.js';
import { wrapText } from '../../output/wrap.js';
import { pagePrompt } from './page-prompt.js';
import { pickPrompt } from './pick-prompt.js';
import { createPrompter, quickenEscape } from './prompter.js';
import type { Choice, Picked, PickQuestion, Ui } from './ui.js';
import { whileWatchingKeys } from './watch-keys.js';

export interface UiHost {
  readonly stdin: Readable;
  readonly stderr: TerminalStream & { readonly rows?: number };
  readonly signal: AbortSignal;
  readonly style: Style;
  explain(choice: Choice<unknown>): string | undefined;
}

export function createDrawnUi(host: UiHost): Ui {
  const { stdin, stderr, signal, style } = host;
  const prompter = createPrompter({ stdin, stderr, signal });
  const context = () => {
    quickenEscape(stdin);
    return { input: stdin as NodeJS.ReadableStream, output: stderr, signal, clearPromptOnDone: true };
  };
  const size = () => ({ rows: stderr.rows ?? 24, columns: (stderr.columns ?? 80) - 1, style });

  const explainTerm = (term: string) => host.explain({ value: term, label: term, term });

  const ui: Ui = {
    get rows() {
      return size().rows;
    },
    get columns() {
      return size().columns;
    },
    async pick<Value>(question: PickQuestion<Value>): Promise<Picked<Value> | undefined> {
      const picked = await backAtInterrupt(
        host,
        pickPrompt({ question, ...size(), explain: (choice) => host.explain(choice) }, context()),
      );
      return (picked ?? undefined) as Picked<Value> | undefined;
    },
    async text({ message, initial = '', empty, validate }) {
      const words = empty === undefined ? `${message}:` : `${message} (${empty}):`;
      const asked = wrapText(words, size().columns - 2);
      return backAtInterrupt(host, prompter.text(asked, { initial, ...(validate ? { validate } : {}) }));
    },
    async edit(message, initial, ending) {
      return backAtInterrupt(host, prompter.editor(message, initial, ending));
    },
    async page(page) {
      return (
        (await backAtInterrupt(host, pagePrompt({ page, ...size(), explain: explainTerm }, context()))) ??
        undefined
      );
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
      const wrapped = wrapText(text, size().columns);
      stderr.write(`${tone === undefined ? wrapped : style.tone(wrapped, tone)}\n`);
    },
  };
  return ui;
}

/** Undefined for Esc and ^C at a prompt. */
export async function backAtInterrupt<Result>(
  { signal }: Pick<UiHost, 'signal'>,
  answer: Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (!isInterrupt(error) || signal.aborted) throw signal.aborted ? new LabError('interrupted', '') : error;
    return undefined;
  }
}

function isInterrupt(error: unknown): boolean {
  if (error instanceof LabError) return error.code === 'interrupted';
  return error instanceof Error && (error.name === 'ExitPromptError' || error.name === 'AbortPromptError');
}
