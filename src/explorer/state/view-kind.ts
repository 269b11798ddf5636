/** What every kind of view gives to the explorer: keys and lines as pure functions of its own state, and where its data comes from. */
import type { Context } from '../../contract/command.js';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import type { LabError } from '../../text/errors.js';
import type { MouseReport, ScreenLine } from '../../view/screen.js';
import type { Tone } from '../../view/view.js';

/** How the cluster fares, for the header of every view. */
export interface Pulse {
  readonly brokersUp: number;
  readonly brokers: number;
  readonly underReplicated: number;
  readonly offline: number;
}

/** The columns and rows that a view has for itself, between the explorer's own lines. */
export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** What a view has to show. */
export interface Shown<Data> {
  /** Undefined until the first answer. */
  readonly data: Data | undefined;
  readonly size: Size;
  /** The data is old: a round failed, or takes too long. */
  readonly isOld: boolean;
}

/** What a command is given before its form asks for the rest, by the names of its options. */
type Given = Readonly<Record<string, string | readonly string[] | boolean>>;

/** What is done with one record, where it can be asked for: in a file, an editor, or another topic. */
export type RecordAct = 'save' | 'edit' | 'again' | 'elsewhere';

/** What is done with several at once. */
export type RecordsAct = 'save' | 'again';

/** What the explorer is to do besides. Words are of a command line, without `kafka-lab`. */
export type Todo =
  /** Go in: a view if the command only reads, otherwise it is run. */
  | { readonly to: 'open'; readonly words: readonly string[] }
  /** The same, in the place of this view: there is no step back to it. */
  | { readonly to: 'replace'; readonly words: readonly string[] }
  /** As it is, on the ordinary screen, where it can ask and print. */
  | { readonly to: 'run'; readonly words: readonly string[] }
  /** A command of which not everything may be known; a form asks for what is missing. */
  | { readonly to: 'form'; readonly path: string; readonly given: Given }
  /** All commands that can be run on this, to choose from. */
  | { readonly to: 'choose'; readonly meaning: Readonly<Record<string, string | undefined>> }
  /** A service of a practice cluster is killed, or started if it is down; without its name it is asked for. */
  | { readonly to: 'kill'; readonly service: string | undefined; readonly cluster: string | undefined }
  | { readonly to: 'record'; readonly act: RecordAct; readonly record: CopiedRecord }
  | { readonly to: 'records'; readonly act: RecordsAct; readonly records: readonly CopiedRecord[] }
  /** `copy` from this topic to one that is asked for, then as `form`. */
  | { readonly to: 'copy-to'; readonly source: string; readonly given: Given }
  | { readonly to: 'back' }
  /** A line is typed at the foot; `typed` gets what is in it, at each key. */
  | { readonly to: 'ask'; readonly purpose: string; readonly prompt: string; readonly initial: string }
  /** To the clipboard of the terminal. */
  | { readonly to: 'copy'; readonly text: string; readonly what: string }
  | { readonly to: 'say'; readonly text: string; readonly tone?: Tone }
  /** Ask for new data now. */
  | { readonly to: 'refresh' };

export interface Pressed<State> {
  readonly state: State;
  readonly todo?: Todo;
}

/** How a typed line stands: being typed, finished with Enter, given up with Esc. */
type TypedStage = 'typing' | 'done' | 'cancelled';

export interface Typed {
  /** As it was in `ask`. */
  readonly purpose: string;
  readonly text: string;
  readonly stage: TypedStage;
}

/** A key and what it does here, in a word or two. */
export interface Hint {
  readonly key: string;
  readonly label: string;
}

/** Where a view's data comes from goes through this, in the background. */
export interface Feed<Data, State = unknown> {
  /** Aborted when the view is left. */
  readonly signal: AbortSignal;
  /** The session and the rest of the world, quiet: nothing is printed or asked. */
  readonly context: Context;
  /** What the view is asked to show: `live` reads pages, searches and the like off it. */
  state(): State;
  /** The size in which it was drawn last; undefined before that. */
  size(): Size | undefined;
  /** What was given last. */
  readonly data: Data | undefined;
  give(data: Data): void;
  /** The data so far stays in sight, greyed, with the reason. */
  fail(error: LabError): void;
  /** Waits as `Feed.pause` does after each round, and gives up at `signal`; says so if it takes long. */
  round<T>(work: () => Promise<T>): Promise<T | undefined>;
  /** Until the next round is due: the interval, a refresh, or the end of a hold. */
  pause(): Promise<void>;
}

/** `State` is data; everything but `live` is pure. */
export interface ViewKind<State, Data> {
  /** The name among the crumbs. */
  crumb(state: State): string;
  readonly initial: State;
  /** The command that prints what is shown. */
  words(state: State, shown: Shown<Data>): readonly string[];
  /** What a key does; undefined for one that is not this view's, so that the explorer's own keys are tried. */
  press(state: State, key: string, shown: Shown<Data>): Pressed<State> | undefined;
  /** What the mouse does; places are counted from the top left of the view. */
  mouse(state: State, report: MouseReport, shown: Shown<Data>): Pressed<State>;
  /** What was typed for an `ask`. */
  typed(state: State, typed: Typed, shown: Shown<Data>): Pressed<State>;
  /** At most `shown.size.rows` lines. */
  lines(state: State, shown: Shown<Data>): readonly ScreenLine[];
  /** Beside the crumbs: filter, order, marks. */
  status(state: State, shown: Shown<Data>): string;
  /** The most useful first: three are shown. */
  hints(state: State, shown: Shown<Data>): readonly Hint[];
  /** All its keys, for `?`, and those of what is under the cursor. */
  readonly help: readonly (readonly [keys: string, what: string])[];
  keys(state: State, shown: Shown<Data>): readonly (readonly [key: string, what: string])[];
  /** What `?` says of what is under the cursor. */
  about(state: State, shown: Shown<Data>): string | undefined;
  /** What `w` writes. */
  text(state: State, shown: Shown<Data>): string;
  /** How the cluster fares, of a view whose data tells: it is not asked for besides while the view is in sight. */
  readonly pulse?: (data: Data) => Pulse | undefined;
  /** Until `feed.signal` is aborted, which is no error. It runs again when one comes back to the view. */
  live(feed: Feed<Data, State>): Promise<void>;
}
