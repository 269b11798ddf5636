/** A text to scroll through on a terminal, or one that grows by itself (imports inquirer's own core). */
import { createPrompt, useEffect, useKeypress, useState } from '@inquirer/core';
import type { Style } from '../../output/style.js';
import { wrapText } from '../../output/wrap.js';
import { keysLine } from './keys-line.js';
import { scroll, topLine, type Scroll } from './page-state.js';
import type { Page } from './ui.js';

export interface PageConfig {
  readonly page: Page;
  readonly style: Style;
  readonly rows: number;
  readonly columns: number;
  explain(term: string): string | undefined;
}

const hideCursor = '\u001b[?25l';

/** The key pressed; `null` for Esc. */
export const pagePrompt = createPrompt<string | null, PageConfig>((config, done) => {
  const { page, style, rows, columns } = config;
  const [state, setState] = useState<Scroll>({ top: page.subscribe ? 'end' : 0 });
  const [explains, setExplains] = useState(false);
  const [, setChanges] = useState(0);
  useEffect(() => {
    let changes = 0;
    return page.subscribe?.(() => setChanges((changes += 1)));
  }, []);

  const title = wrapText(page.titleNow?.() ?? page.title, columns);
  const lines = page.lines().flatMap((line) => wrapText(line, columns).split('\n'));
  const about = page.term === undefined ? undefined : config.explain(page.term);
  const keys = [
    { key: '↑↓', label: 'scroll' },
    ...page.keys,
    ...(about === undefined ? [] : [{ key: '?', label: 'explain' }]),
    { key: 'Esc', label: 'back' },
  ];
  const foot = explains && about !== undefined ? wrapText(about, columns) : keysLine(keys, columns);
  const size = Math.max(3, rows - title.split('\n').length - foot.split('\n').length - 2);

  useKeypress((key, rl) => {
    const typed = rl.line.at(-1) ?? key.name;
    rl.clearLine(0);
    if (key.name === 'escape') {
      done(null);
      return;
    }
    if (typed === '?') {
      setExplains(!explains);
      return;
    }
    setExplains(false);
    const next = scroll(state, key.name, lines.length, size);
    if (next) setState(next);
    else if (page.keys.some((hotkey) => hotkey.key === typed)) done(typed);
  });

  const top = topLine(state, lines.length, size);
  const more =
    lines.length > size ? ` · lines ${top + 1}–${Math.min(lines.length, top + size)} of ${lines.length}` : '';
  const shown = lines.slice(top, top + size);
  return [style.heading(title), [...shown, style.tone(foot + more, 'muted')].join('\n') + hideCursor];
});
