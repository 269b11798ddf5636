/** What the user has chosen to see; keys change it, the screen is drawn from it. */

export const topicSorts = ['rate', 'name', 'records', 'partitions', 'health'] as const;
export const groupSorts = ['lag', 'trend', 'name', 'members'] as const;
export type TopicSort = (typeof topicSorts)[number];
export type GroupSort = (typeof groupSorts)[number];
export type Focus = 'topics' | 'groups';

export type Page =
  | { readonly kind: 'overview' | 'events' | 'happened' | 'help' }
  | { readonly kind: 'topic' | 'group'; readonly name: string };

export interface ScreenState {
  readonly page: Page;
  /** The list that arrows, sort and enter apply to. */
  readonly focus: Focus;
  readonly topicSort: TopicSort;
  readonly groupSort: GroupSort;
  /** Names; the first of the list without one. */
  readonly selected: Readonly<Record<Focus, string | undefined>>;
  /** Of the lines of its list, the one where the chosen name stays, since it was clicked there; undefined: in the middle. */
  readonly cursorLine: number | undefined;
  /** Part of a name, of topics and groups alike; letter case does not matter. */
  readonly filter: string;
  readonly isTypingFilter: boolean;
  readonly isPaused: boolean;
  /** Lines scrolled past on pages longer than the screen. */
  readonly scroll: number;
  readonly isQuitting: boolean;
  /** In a replay: rounds still to step, and the speed. */
  readonly step: number;
  readonly speed: number;
}

export const initialState: ScreenState = {
  page: { kind: 'overview' },
  focus: 'topics',
  topicSort: 'rate',
  groupSort: 'lag',
  selected: { topics: undefined, groups: undefined },
  cursorLine: undefined,
  filter: '',
  isTypingFilter: false,
  isPaused: false,
  scroll: 0,
  isQuitting: false,
  step: 0,
  speed: 1,
};
