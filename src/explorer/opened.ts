/** A view that is open: its kind, its state and its data, behind one face for views of all kinds. */
import type { Context } from '../contract/command.js';
import { isUnanswered, LabError } from '../text/errors.js';
import type { MouseReport, ScreenLine } from '../view/screen.js';
import type { ExplorerPace } from './live/explorer-pace.js';
import { startFeed, type RunningFeed } from './live/start-feed.js';
import type { Hint, Pressed, Pulse, Shown, Size, Todo, Typed, ViewKind } from './state/view-kind.js';

export interface OpenedSettings {
  readonly context: Context;
  readonly pace: ExplorerPace;
  /** Something that is drawn is different now. */
  changed(): void;
  crash(error: unknown): void;
}

/** What a key came to. */
interface Outcome {
  readonly todo: Todo | undefined;
}

export interface Opened {
  readonly crumb: string;
  /** When the last answer came; undefined before the first. */
  readonly answeredAt: Date | undefined;
  /** Why the data is old, or missing. */
  readonly failure: LabError | string | undefined;
  readonly hasData: boolean;
  /** The view's own data tells how the cluster fares. */
  readonly hasPulse: boolean;
  /** Undefined while it is unknown, null if no broker answers. */
  readonly pulse: Pulse | null | undefined;
  readonly help: ViewKind<unknown, unknown>['help'];
  words(size: Size): readonly string[];
  press(key: string, size: Size): Outcome | undefined;
  mouse(report: MouseReport, size: Size): Outcome;
  typed(typed: Typed, size: Size): Outcome;
  lines(size: Size): readonly ScreenLine[];
  status(size: Size): string;
  hints(size: Size): readonly Hint[];
  keys(size: Size): readonly (readonly [string, string])[];
  about(size: Size): string | undefined;
  text(size: Size): string;
  /** Begins to ask, or goes on. */
  start(isHeld: boolean): void;
  stop(): void;
  hold(isHeld: boolean): void;
  refresh(): void;
}

export function openedView<State, Data>(kind: ViewKind<State, Data>, settings: OpenedSettings): Opened {
  let state = kind.initial;
  let data: Data | undefined;
  let answeredAt: Date | undefined;
  let failure: LabError | string | undefined;
  let feed: RunningFeed | undefined;
  let drawn: Size | undefined;

  const shown = (size: Size): Shown<Data> => ({ data, size, isOld: failure !== undefined });
  const take = (pressed: Pressed<State>): Outcome => {
    ({ state } = pressed);
    return { todo: pressed.todo };
  };

  return {
    get crumb() {
      return kind.crumb(state);
    },
    help: kind.help,
    get answeredAt() {
      return answeredAt;
    },
    get failure() {
      return failure;
    },
    get hasData() {
      return data !== undefined;
    },
    hasPulse: kind.pulse !== undefined,
    get pulse() {
      if (!kind.pulse) return undefined;
      if (failure instanceof LabError) return isUnanswered(failure) ? null : undefined;
      return data === undefined ? undefined : kind.pulse(data);
    },
    words: (size) => kind.words(state, shown(size)),
    press(key, size) {
      const pressed = kind.press(state, key, shown(size));
      return pressed && take(pressed);
    },
    mouse: (report, size) => take(kind.mouse(state, report, shown(size))),
    typed: (typed, size) => take(kind.typed(state, typed, shown(size))),
    lines(size) {
      drawn = size;
      return kind.lines(state, shown(size));
    },
    status: (size) => kind.status(state, shown(size)),
    hints: (size) => kind.hints(state, shown(size)),
    keys: (size) => kind.keys(state, shown(size)),
    about: (size) => kind.about(state, shown(size)),
    text: (size) => kind.text(state, shown(size)),
    start(isHeld) {
      feed?.stop();
      feed = startFeed(kind, {
        ...{ context: settings.context, pace: settings.pace, data },
        state: () => state,
        size: () => drawn,
        give(next) {
          data = next;
          failure = undefined;
          answeredAt = settings.context.now();
          settings.changed();
        },
        fail(error) {
          failure = error;
          settings.changed();
        },
        waiting(forMs) {
          const said = `Old: no answer for ${Math.round(forMs / 1000)} s`;
          failure = said;
          settings.changed();
          void fromWhom(settings.context).then((whom) => {
            // An answer may have come meanwhile.
            if (failure !== said || whom === '') return;
            failure = said + whom;
            settings.changed();
          });
        },
        crash: settings.crash,
      });
      if (isHeld) feed.hold(true);
    },
    stop() {
      feed?.stop();
      feed = undefined;
    },
    hold: (isHeld) => feed?.hold(isHeld),
    refresh: () => feed?.refresh(),
  };
}

/** The brokers that are waited for; none if no session could be opened, which fails by itself. */
async function fromWhom(context: Context): Promise<string> {
  try {
    const brokers = (await context.kafka()).unanswered();
    return brokers.length === 0 ? '' : ` from ${brokers.join(', ')}`;
  } catch {
    return '';
  }
}
