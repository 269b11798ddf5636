/** The views that one has gone into, the last of them in sight: only that one is asked for. */
import { LabError } from '../text/errors.js';
import type { Commands } from './live/understand.js';
import type { Opened, OpenedSettings } from './opened.js';
import { openView } from './open-view.js';

export interface ViewStack {
  readonly top: Opened | undefined;
  readonly crumbs: readonly string[];
  isHeld: boolean;
  /**
   * `run` for a command that is no view, a LabError for what is no command. `isInPlace`: instead of the view in sight, as
   * always if that is the same.
   */
  open(words: readonly string[], isInPlace: boolean): Promise<'opened' | 'run' | LabError>;
  /** False at the first view. */
  back(): boolean;
  /** Begins to ask for the view in sight, or goes on. */
  start(): void;
  stop(): void;
}

/** Further back than that nobody goes by Esc. */
const mostKept = 50;

export function createViewStack(commands: Commands, settings: OpenedSettings): ViewStack {
  let views: readonly Opened[] = [];
  /** What each was opened by. */
  const openedBy = new WeakMap<Opened, string>();
  let isHeld = false;
  let isRunning = false;
  const top = () => views.at(-1);

  function start(): void {
    isRunning = true;
    top()?.start(isHeld);
  }

  function show(next: readonly Opened[]): void {
    top()?.stop();
    views = next.slice(-mostKept);
    if (isRunning) start();
  }

  return {
    get top() {
      return top();
    },
    get crumbs() {
      return views.map(({ crumb }) => crumb);
    },
    get isHeld() {
      return isHeld;
    },
    set isHeld(isNow) {
      isHeld = isNow;
      top()?.hold(isNow);
    },
    async open(words, isInPlace) {
      try {
        const view = await openView(words, commands, settings);
        if (!view) return 'run';
        const now = top();
        const asked = JSON.stringify(words);
        const isAgain = now !== undefined && openedBy.get(now) === asked;
        openedBy.set(view, asked);
        show([...(isInPlace || isAgain ? views.slice(0, -1) : views), view]);
        return 'opened';
      } catch (error) {
        if (error instanceof LabError) return error;
        throw error;
      }
    },
    back() {
      if (views.length < 2) return false;
      show(views.slice(0, -1));
      return true;
    },
    start,
    stop() {
      isRunning = false;
      top()?.stop();
    },
  };
}
