/** A text to scroll through on a terminal, or one that grows by itself. */
import { wrapText } from '../../output/wrap.js';
import type { ScreenLine } from '../../view/screen.js';
import type { Drawn, Size } from './draw-until.js';
import { keysLine } from './keys-line.js';
import { scroll, topLine, type Scroll } from './page-state.js';
import type { Page } from './ui.js';

/** Ends with the hotkey that was pressed. */
export function readPage(page: Page, explain: (term: string) => string | undefined): Drawn<string> {
  let state: Scroll = { top: page.subscribe ? 'end' : 0 };
  let explains = false;
  const about = page.term === undefined ? undefined : explain(page.term);
  const keys = [
    { key: '↑↓', label: 'scroll' },
    ...page.keys,
    ...(about === undefined ? [] : [{ key: '?', label: 'explain' }]),
    { key: 'Esc', label: 'back' },
  ];

  const laidOut = ({ rows, columns }: Size) => {
    const title = wrapText(page.titleNow?.() ?? page.title, columns).split('\n');
    const lines = page.lines().flatMap((line) => wrapText(line, columns).split('\n'));
    const foot = explains && about !== undefined ? wrapText(about, columns) : keysLine(keys, columns);
    return { title, lines, foot, size: Math.max(3, rows - title.length - foot.split('\n').length - 2) };
  };

  return {
    subscribe: page.subscribe,
    close() {
      const wasOpen = explains;
      explains = false;
      return wasOpen;
    },
    isBack: (key) => key === 'q' && !page.keys.some((hotkey) => hotkey.key === 'q'),
    lines(screen) {
      const { title, lines, foot, size } = laidOut(screen);
      const top = topLine(state, lines.length, size);
      const shown = lines.slice(top, top + size);
      const more = lines.length > size ? ` · lines ${top + 1}–${top + shown.length} of ${lines.length}` : '';
      return [
        ...title.map((text): ScreenLine => [{ text, tone: 'strong' }]),
        ...shown.map((text) => [{ text }]),
        ...wrapText(foot + more, screen.columns)
          .split('\n')
          .map((text): ScreenLine => [{ text, tone: 'muted' }]),
      ];
    },
    press(key, screen) {
      if (key === '?') {
        explains = !explains;
        return undefined;
      }
      explains = false;
      const { lines, size } = laidOut(screen);
      const next = scroll(state, key, lines.length, size);
      if (next) state = next;
      else if (page.keys.some((hotkey) => hotkey.key === key)) return key;
      return undefined;
    },
  };
}
