/** Runs a lesson step by step, interactively or unattended: say, run, draw, notice, check; and cleans up after it. */
import type { ClusterMode } from '../cluster/state/cluster-plan.js';
import type { Context, InvokeOptions } from '../../contract/command.js';
import { shellWords } from '../../text/shell-words.js';
import { LabError } from '../../text/errors.js';
import { askAgain } from '../../text/wait.js';
import { controllerNow } from './ask-cluster.js';
import { holds, type Before } from './check.js';
import { cleanUp, lookAround } from './clean-up.js';
import { fillPlaces, type Places } from './fill-places.js';
import { stepsOn, type Language, type Lesson, type Step, type Text } from './lesson.js';
import { livePicture } from './live-picture.js';
import { phrases } from './phrases.js';
import { Terminals } from './terminals.js';
import { commandLine } from '../../text/command-line.js';

export interface LessonSettings {
  readonly language: Language;
  readonly auto: boolean;
  /** Steps that were done before. */
  readonly from: number;
  readonly cluster: string;
  readonly mode: ClusterMode;
  /** Whether the cluster had a schema registry before. */
  readonly hadRegistry: boolean;
  /** Called with the number of steps done. */
  keepPlace(steps: number): void;
}

export interface LessonReport {
  readonly lesson: string;
  readonly steps: number;
  readonly done: number;
  readonly finished: boolean;
  /** Left by ^C or Esc. */
  readonly interrupted: boolean;
}

/** How long the failure of a broker or a rebalance may take. */
const patienceMs = 90_000;
const betweenLooksMs = 250;
const leaveWords = new Set(['q', 'quit', 'exit']);

export async function runLesson(
  lesson: Lesson,
  context: Context,
  settings: LessonSettings,
): Promise<LessonReport> {
  const found = await lookAround(lesson, context, settings);
  const run = new LessonRun(lesson, context, settings);
  try {
    return await run.all();
  } finally {
    await run.terminals.endAll();
    await cleanUp(lesson, context, settings.cluster, found);
  }
}

class LessonRun {
  readonly terminals: Terminals;
  readonly #lesson: Lesson;
  readonly #context: Context;
  readonly #settings: LessonSettings;
  readonly #places: Places;
  #interrupted = false;

  constructor(lesson: Lesson, context: Context, settings: LessonSettings) {
    this.terminals = new Terminals((argv, options) => context.invoke(argv, options));
    this.#lesson = lesson;
    this.#context = context;
    this.#settings = settings;
    this.#places = {
      packageFolder: context.folders.package,
      cwd: context.cwd,
      cluster: settings.cluster,
      session: () => context.kafka(),
    };
  }

  async all(): Promise<LessonReport> {
    const { name } = this.#lesson;
    const { from, keepPlace, auto, mode } = this.#settings;
    const steps = stepsOn(mode, this.#lesson);
    const whole = { lesson: name, steps: steps.length };
    if (!auto) this.#say(phrases.intro, 'muted');
    if (from > 0) this.#say(phrases.catchingUp, 'muted');
    for (const [index, step] of steps.entries()) {
      const stays =
        index < from ? await this.#repeat(step) : await this.#present(step, `${index + 1}/${steps.length}`);
      if (!stays) {
        this.#say(phrases.leaving, 'muted');
        return { ...whole, done: index, finished: false, interrupted: this.#interrupted };
      }
      if (index >= from) keepPlace(index + 1);
    }
    return { ...whole, done: steps.length, finished: true, interrupted: false };
  }

  /** Replays a step silently, for a lesson that is resumed. */
  async #repeat(step: Step): Promise<true> {
    const before = await this.#before(step);
    await this.#endTerminals(step, false);
    for (const { terminal, run } of step.beside ?? []) {
      this.terminals.start(terminal, wordsOf(await this.#filled(run)), undefined);
    }
    for (const line of step.run ?? []) {
      await this.#context.invoke(withYes(wordsOf(await this.#filled(line))), { silent: true });
    }
    await this.#require(step, before);
    return true;
  }

  /** False if the learner quits. */
  async #present(step: Step, number: string): Promise<boolean> {
    const before = await this.#before(step);
    this.#context.say(`\n${number}  ${step.say[this.#settings.language]}`, 'strong');
    await this.#endTerminals(step, true);
    for (const { terminal, run } of step.beside ?? []) {
      const line = await this.#filled(run);
      const mark = `  ${this.#word(phrases.terminal)} ${terminal} │ `;
      this.#context.say(`${mark}$ kafka-lab ${line}`, 'muted');
      this.terminals.start(terminal, wordsOf(line), mark);
    }
    for (const line of step.run ?? []) {
      if (!(await this.#command(await this.#filled(line), step))) return false;
    }
    if (step.check && !(await this.#checked(step, before))) return false;
    await this.#draw(step);
    if (step.notice) this.#context.say(`${this.#word(phrases.notice)}: ${this.#word(step.notice)}`);
    return (step.run ?? []).length > 0 || (await this.#goOn());
  }

  /** Esc and ^C quit cleanly, as `q` does; without a terminal the lesson ends at once. */
  async #typed(label: string): Promise<string> {
    try {
      return ((await this.#context.questions?.text(label)) ?? 'q').trim();
    } catch (error) {
      if (!(error instanceof LabError) || error.code !== 'interrupted') throw error;
      this.#interrupted = true;
      return 'q';
    }
  }

  /** The command that the lesson proposes, or others that the learner types first. */
  async #command(line: string, step: Step): Promise<boolean> {
    this.#context.say(`$ kafka-lab ${line}`, 'muted');
    const { questions } = this.#context;
    for (;;) {
      const typed = this.#settings.auto || !questions ? '' : await this.#typed('kafka-lab');
      if (leaveWords.has(typed)) return false;
      const own = typed.replace(/^kafka-lab\s+/, '');
      const isProposed = own === '' || wordsOf(own).join(' ') === wordsOf(line).join(' ');
      const words = isProposed ? withYes(wordsOf(line)) : wordsOf(own);
      const exitCode = await this.#invoke(words, step.lines === undefined ? {} : { lines: step.lines });
      if (exitCode === 130 && this.#context.signal.aborted) throw new LabError('interrupted', '');
      if (!isProposed) continue;
      const asMeant = step.fails === true ? exitCode !== 0 : exitCode === 0;
      if (asMeant) return true;
      if (this.#settings.auto || !questions) throw notAsMeant(this.#lesson, line, step);
    }
  }

  /** ^C comes back to the lesson, where it can be left. */
  #invoke(words: readonly string[], options: InvokeOptions = {}): Promise<number> {
    return this.#context.invoke(words, { ...options, endsAlone: !this.#settings.auto });
  }

  async #checked(step: Step, before: Before): Promise<boolean> {
    if (this.#settings.auto) {
      await this.#require(step, before);
      return true;
    }
    for (;;) {
      if (await this.#waitFor(step, before, patienceMs / 6)) return true;
      if (step.check) this.#context.say(step.check.otherwise[this.#settings.language], 'warn');
      const typed = await this.#typed(this.#word(phrases.lookAgain));
      if (leaveWords.has(typed)) return false;
      if (typed !== '') await this.#invoke(wordsOf(typed.replace(/^kafka-lab\s+/, '')));
    }
  }

  async #require(step: Step, before: Before): Promise<void> {
    if (!step.check || (await this.#waitFor(step, before, patienceMs))) return;
    throw new LabError('failed', step.check.otherwise[this.#settings.language], {
      hint: `Lesson ${this.#lesson.name} stops here; start it again: ${commandLine`learn run ${this.#lesson.name} --from-start`}`,
    });
  }

  async #waitFor(step: Step, before: Before, withinMs: number): Promise<boolean> {
    if (!step.check) return true;
    const { that } = step.check;
    return askAgain(
      // A broker that has just died does not answer for a while; that does not mean the check has failed.
      async () => holds(that, this.#context, before).catch(() => false),
      { timeoutMs: withinMs, pauseMs: betweenLooksMs, signal: this.#context.signal },
      Boolean,
    );
  }

  async #draw({ picture }: Step): Promise<void> {
    if (!picture) return;
    const session = await this.#context.kafka();
    for (const line of await livePicture(picture, session, this.#settings.language)) {
      this.#context.say(line);
    }
  }

  async #goOn(): Promise<boolean> {
    if (this.#settings.auto || !this.#context.questions) return true;
    return !leaveWords.has(await this.#typed(this.#word(phrases.goOn)));
  }

  async #endTerminals(step: Step, isShown: boolean): Promise<void> {
    for (const terminal of step.ends ?? []) {
      if (isShown) {
        const what = `  ${this.#word(phrases.terminal)} ${terminal} │ ${this.#word(phrases.ended)}`;
        this.#context.say(what, 'muted');
      }
      await this.terminals.end(terminal);
    }
  }

  async #before({ check }: Step): Promise<Before> {
    if (!check || !('newController' in check.that)) return { controller: null };
    return { controller: await controllerNow(await this.#context.kafka()) };
  }

  #filled(line: string): Promise<string> {
    return fillPlaces(line, this.#places);
  }

  #word(text: Text): string {
    return text[this.#settings.language];
  }

  #say(text: Text, tone: 'muted' | 'strong'): void {
    this.#context.say(this.#word(text), tone);
  }
}

function wordsOf(line: string): readonly string[] {
  return shellWords(`kafka-lab ${line} `).before;
}

/** A lesson deletes only what it has created. */
function withYes(words: readonly string[]): readonly string[] {
  return words.includes('--yes') ? words : [...words, '--yes'];
}

function notAsMeant({ name }: Lesson, line: string, { fails }: Step): LabError {
  const what = fails === true ? 'was expected to fail, but succeeded' : 'failed';
  return new LabError('failed', `The lesson ends here: kafka-lab ${line} ${what}.`, {
    hint: `The lines above say more. Start it again: ${commandLine`learn run ${name} --from-start`}`,
  });
}
