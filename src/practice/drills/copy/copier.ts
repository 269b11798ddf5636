/** `kafka-lab copy` in processes of its own, run after run, each from where the one before had come to. */
import { z } from 'zod';
import { deleteGroups } from '../../../kafka/groups/delete-groups.js';
import { LabError } from '../../../text/errors.js';
import { eachPosition } from '../../../text/positions.js';
import { shellWords } from '../../../text/shell-words.js';
import { askAgain, orInterrupted, pause, unlessAborted } from '../../../text/wait.js';
import { endsOf } from '../stream/log-ends.js';
import { endProgram, killProgram, startProgram, type OwnProcess } from '../stream/own-program.js';
import type { Stage } from '../stream/stage.js';
import type { CopyRuns } from './copy-account.js';

/** What `copy -o json` says, as far as it is needed. */
const reportSchema = z.object({
  outcome: z.object({
    partitions: z.array(z.object({ partition: z.int(), written: z.int(), next: z.int() })),
    stopped: z.string().nullable(),
    transaction: z.string().nullable(),
  }),
  goOn: z.array(z.string()),
});

type CopyReport = z.output<typeof reportSchema>;

/** Faster than the stream, so that it keeps up, and slow enough to be met by what happens. */
const usualShare = 1.25;
/** Slower, so that it is still at work when it is killed. */
const killedShare = 0.5;
const betweenRunsMs = 300;
const lookEveryMs = 50;
const killWithinMs = 60_000;
const mostReasons = 5;

export class Copier {
  readonly target: string;
  readonly isTransactional: boolean;
  readonly #stage: Stage;
  /** Where the next run begins in each partition. */
  readonly #next: number[];
  #runs = 0;
  #killed = 0;
  #stopped = 0;
  readonly #reasons: string[] = [];
  #child: OwnProcess | undefined;
  #isOver = false;
  #flowing: Promise<void> = Promise.resolve();
  #hurries = false;
  /** Someone waits for it to be killed. */
  #kill: (() => void) | undefined;

  constructor(stage: Stage, target: string, isTransactional: boolean) {
    this.#stage = stage;
    this.target = target;
    this.isTransactional = isTransactional;
    this.#next = Array.from({ length: stage.settings.partitions }, () => 0);
  }

  get seen(): CopyRuns {
    return { runs: this.#runs, killed: this.#killed, stopped: this.#stopped, reasons: this.#reasons };
  }

  /** Runs in the background until it is stopped. */
  begin(): void {
    this.#flowing = this.#flow();
    // stop() throws it.
    this.#flowing.catch(() => undefined);
  }

  /** SIGKILL to a run that has begun to write. Throws LabError 'timeout' after a minute, 'interrupted' on ^C. */
  async crash(): Promise<void> {
    const isKilled = new Promise<boolean>((resolve) => {
      this.#kill = () => resolve(true);
    });
    const inTime = unlessAborted(isKilled, AbortSignal.timeout(killWithinMs));
    if ((await orInterrupted(inTime, this.#stage.signal)) === true) return;
    throw new LabError('timeout', `No copy to ${this.target} has begun to write within a minute.`);
  }

  /** Resolves when it has come to the end of the source, or after that time. */
  async toTheEnd(withinMs: number): Promise<void> {
    this.#hurries = true;
    const { topic, settings, session } = this.#stage;
    const isAtEnd = async () => {
      const ends = await endsOf(topic, settings.partitions, session).catch(() => undefined);
      return ends?.every((end, partition) => (this.#next[partition] ?? 0) >= end) === true;
    };
    await askAgain(isAtEnd, { timeoutMs: withinMs, pauseMs: betweenRunsMs }, Boolean);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    if (this.#child) await endProgram(this.#child);
    await this.#flowing;
    // The positions that copies with transactions keep.
    if (this.isTransactional) await deleteGroups(this.#stage.session, [this.target]).catch(() => undefined);
  }

  async #flow(): Promise<void> {
    while (!this.#isOver) {
      await this.#run();
      await pause(betweenRunsMs);
    }
  }

  async #run(): Promise<void> {
    const { topic, bootstrapServers, program, settings } = this.#stage;
    const isToBeKilled = this.#kill !== undefined;
    const share = isToBeKilled ? killedShare : usualShare;
    const child = startProgram(program, [
      ...['copy', topic, this.target, '-b', bootstrapServers, '--execute', '-o', 'json'],
      ...['--from', eachPosition(this.#next.entries())],
      ...(this.#hurries ? [] : ['--rate', String(Math.max(1, settings.rate * share))]),
      ...(this.isTransactional ? ['--transaction', this.target] : []),
    ]);
    this.#child = child;
    this.#runs += 1;
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    const ended = new Promise<void>((resolve) => {
      child.once('close', () => resolve());
      child.once('error', () => resolve());
    });
    if (isToBeKilled) await this.#killOnceWriting(child, ended);
    await ended;
    this.#child = undefined;
    if (child.signalCode === 'SIGKILL') return;
    this.#ended(child.exitCode, reportIn(text));
  }

  async #killOnceWriting(child: OwnProcess, ended: Promise<void>): Promise<void> {
    const { settings, session } = this.#stage;
    const size = async () => {
      const ends = await endsOf(this.target, settings.partitions, session).catch(() => undefined);
      return ends?.reduce((sum, end) => sum + end, 0);
    };
    const before = await size();
    let isEnded = false;
    void ended.then(() => (isEnded = true));
    const hasGrown = async () => {
      if (isEnded || this.#isOver) return 'ended';
      const now = await size();
      return before !== undefined && now !== undefined && now > before ? 'writing' : undefined;
    };
    const patience = { timeoutMs: killWithinMs, pauseMs: lookEveryMs };
    if ((await askAgain(hasGrown, patience)) !== 'writing') return;
    killProgram(child);
    this.#killed += 1;
    this.#stage.action(`${this.#name}: killed (SIGKILL) while it wrote; it begins that run again`);
    this.#kill?.();
    this.#kill = undefined;
  }

  #ended(exitCode: number | null, report: CopyReport | undefined): void {
    if (exitCode !== 0) this.#note(report);
    // Nothing was written by a run that says nothing.
    if (!report) return;
    for (const { partition, next } of report.outcome.partitions) this.#next[partition] = next;
    // What it says of the end is left out: records have come since.
    for (const [partition, next] of positionsIn(report.goOn)) this.#next[partition] = next;
  }

  #note(report: CopyReport | undefined): void {
    // ^C at the end is no trouble of its own.
    if (this.#isOver) return;
    this.#stopped += 1;
    const reason = report
      ? `${report.outcome.stopped ?? 'incomplete'}${report.outcome.transaction === null ? '' : ` (transaction ${report.outcome.transaction})`}`
      : 'it could not begin';
    if (this.#reasons.length < mostReasons) this.#reasons.push(reason);
    this.#stage.action(`${this.#name}: a run ended early: ${reason}`);
  }

  get #name(): string {
    return this.isTransactional ? 'copy with transactions' : 'copy without';
  }
}

/** `--from 0:15,2:9` of the line that was printed to go on, by partition. */
function positionsIn(lines: readonly string[]): readonly (readonly [number, number])[] {
  const words = lines.flatMap((line) => shellWords(`${line} `).before);
  const at = words.indexOf('--from');
  const positions = at < 0 ? '' : (words[at + 1] ?? '');
  return [...positions.matchAll(/(\d+):(\d+)/g)].map(([, partition, next]) => [
    Number(partition),
    Number(next),
  ]);
}

function reportIn(text: string): CopyReport | undefined {
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
