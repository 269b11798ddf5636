/** A key → the next state of the screen. */
import { groupSorts, topicSorts, type Focus, type Page, type ScreenState } from './screen-state.js';

/** What each key does, for the help page. */
export const keyHelp: readonly (readonly [key: string, what: string])[] = [
  ['Tab', 'go to the other list: topics, groups'],
  ['↑ ↓', 'choose in the list; scroll a long page'],
  ['Enter', 'zoom into the topic or group: numbers, and a chart of ten minutes'],
  ['Esc', 'back; clear the filter'],
  ['s', 'sort the list by the next of its columns'],
  ['/', 'show only names that contain the text you type'],
  ['e', 'all events, with details'],
  ['p Space', 'pause: the screen freezes, the rounds continue'],
  ['← →', 'in a replay: one round back or forward'],
  ['+ −', 'in a replay: faster, slower'],
  ['h', 'what just happened: the last events, explained'],
  ['?', 'this help'],
  ['q ^C', 'quit'],
];

/** The names in the lists, in the order on the screen. */
export type VisibleNames = Readonly<Record<Focus, readonly string[]>>;

const fastest = 64;

export function afterKey(state: ScreenState, key: string, names: VisibleNames): ScreenState {
  if (key === 'ctrl-c') return { ...state, isQuitting: true };
  if (state.isTypingFilter) return afterLetter(state, key);
  switch (key) {
    case 'q':
      return { ...state, isQuitting: true };
    case 'escape':
    case 'backspace':
      return state.page.kind === 'overview' ? { ...state, filter: '' } : onPage(state, { kind: 'overview' });
    case ' ':
    case 'p':
      return { ...state, isPaused: !state.isPaused };
    case '?':
      return toggled(state, 'help');
    case 'h':
      return toggled(state, 'happened');
    case 'e':
      return toggled(state, 'events');
    case '/':
      return { ...onPage(state, { kind: 'overview' }), isTypingFilter: true };
    case 'up':
    case 'k':
      return movedBy(state, -1, names);
    case 'down':
    case 'j':
      return movedBy(state, 1, names);
    case 'pageup':
      return movedBy(state, -10, names);
    case 'pagedown':
      return movedBy(state, 10, names);
    case 'left':
      return { ...state, isPaused: true, step: state.step - 1 };
    case 'right':
      return { ...state, isPaused: true, step: state.step + 1 };
    case '+':
      return { ...state, speed: Math.min(fastest, state.speed * 2) };
    case '-':
      return { ...state, speed: Math.max(1 / fastest, state.speed / 2) };
    default:
      return state.page.kind === 'overview' ? onOverview(state, key, names) : state;
  }
}

function onOverview(state: ScreenState, key: string, names: VisibleNames): ScreenState {
  switch (key) {
    case 'tab':
    case 'shift-tab':
      return { ...state, focus: state.focus === 'topics' ? 'groups' : 'topics', cursorLine: undefined };
    case 's':
      return state.focus === 'topics'
        ? { ...state, topicSort: nextOf(topicSorts, state.topicSort) }
        : { ...state, groupSort: nextOf(groupSorts, state.groupSort) };
    case 'enter': {
      const name = names[state.focus][indexOfSelected(state, names)];
      if (name === undefined) return state;
      return onPage(state, { kind: state.focus === 'topics' ? 'topic' : 'group', name });
    }
    default:
      return state;
  }
}

function afterLetter(state: ScreenState, key: string): ScreenState {
  if (key === 'enter') return { ...state, isTypingFilter: false };
  if (key === 'escape') return { ...state, isTypingFilter: false, filter: '' };
  if (key === 'backspace') return { ...state, filter: state.filter.slice(0, -1) };
  return Array.from(key).length === 1 ? { ...state, filter: state.filter + key } : state;
}

/** In the list that has the focus, or so many lines down a long page. */
export function movedBy(state: ScreenState, by: number, names: VisibleNames): ScreenState {
  if (state.page.kind !== 'overview') return { ...state, scroll: Math.max(0, state.scroll + by) };
  const list = names[state.focus];
  const index = Math.min(list.length - 1, Math.max(0, indexOfSelected(state, names) + by));
  return { ...state, selected: { ...state.selected, [state.focus]: list[index] }, cursorLine: undefined };
}

/** The current place of the selected name; the top if it is gone. */
function indexOfSelected({ selected, focus }: ScreenState, names: VisibleNames): number {
  return Math.max(0, names[focus].indexOf(selected[focus] ?? ''));
}

function toggled(state: ScreenState, kind: 'help' | 'events' | 'happened'): ScreenState {
  return onPage(state, { kind: state.page.kind === kind ? 'overview' : kind });
}

function onPage(state: ScreenState, page: Page): ScreenState {
  return { ...state, page, scroll: 0 };
}

function nextOf<T>(all: readonly T[], present: T): T {
  return all[(all.indexOf(present) + 1) % all.length] ?? present;
}
