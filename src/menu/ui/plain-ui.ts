/** The menu in lines, for screen readers and terminals that cannot draw: numbered choices, nothing is redrawn. */
import { createInterface } from 'node:readline';
import { printable } from '../../text/printable.js';
import { columnsOf } from '../../view/terminal-size.js';
import { wrapText } from '../../output/wrap.js';
import { beginPick, narrow } from './pick-state.js';
import { prompterFor } from './line-prompter.js';
import { LabError } from '../../text/errors.js';
import { backAtInterrupt, type UiSettings } from './drawn-ui.js';
import type { Interrupts } from './second-interrupt.js';
import type { Choice, Page, Picked, PickQuestion, Ui } from './ui.js';
import type { World } from '../../view/world.js';

/** More would take minutes to read out. */
const mostShown = 30;

export type PlainUiSettings = UiSettings &
  Pick<World, 'takeInterrupts' | 'env'> & {
    readonly interrupts: Interrupts;
  };

export function createPlainUi(host: PlainUiSettings): Ui {
  const { stdin, stderr, signal, interrupts } = host;
  const line = (text: string) => void stderr.write(`${wrapText(text, columnsOf(stderr))}\n`);

  /** Undefined at ^C, ^D and a line with Esc in it. */
  async function readLine(question: string, live?: AbortSignal): Promise<string | undefined> {
    if (signal.aborted) throw new LabError('interrupted', '');
    stderr.write(`${question} `);
    const reader = createInterface({ input: stdin, terminal: false });
    let release: (() => void) | undefined;
    const done = new AbortController();
    const once = { once: true, signal: done.signal };
    try {
      const answer = await new Promise<string | undefined>((resolve, reject) => {
        reader.once('line', resolve);
        reader.once('close', () => resolve(undefined));
        signal.addEventListener('abort', () => reject(new LabError('interrupted', '')), once);
        live?.addEventListener('abort', () => resolve(undefined), once);
        release = host.takeInterrupts?.(() => {
          line('');
          interrupts.count();
          resolve(undefined);
        });
      });
      return answer?.includes('\u001b') ? undefined : answer;
    } finally {
      done.abort();
      release?.();
      reader.close();
    }
  }

  async function pick<Value>(question: PickQuestion<Value>): Promise<Picked<Value> | undefined> {
    let state = beginPick(question.choices);
    line('');
    line(question.title);
    list(question, state.found);
    for (;;) {
      const answer = (await readLine(promptOf(question)))?.trim();
      if (answer === undefined || answer === '' || answer === 'b') return undefined;
      const explained = /^\?\s*(\d*)$/.exec(answer);
      if (explained) {
        const place = state.found[Number(explained[1] || 1) - 1];
        const choice = place === undefined ? undefined : question.choices[place];
        line((choice && host.explain(choice)) ?? 'Type ? and the number of what you want explained: ? 2');
        continue;
      }
      const place = /^\d+$/.test(answer) ? state.found[Number(answer) - 1] : undefined;
      const choice = place === undefined ? undefined : question.choices[place];
      if (choice && place !== undefined) return { kind: 'choice', value: choice.value, at: place };
      if (question.keys?.some(({ key }) => key === answer)) return { kind: 'key', key: answer, at: 0 };
      if (question.search !== true) {
        line(`"${answer}" is not one of them.`);
        continue;
      }
      const exact = question.choices.findIndex(({ label }) => label === answer);
      const chosen = question.choices[exact];
      if (chosen) return { kind: 'choice', value: chosen.value, at: exact };
      state = narrow(state, answer, question.choices);
      if (state.found.length === 0) {
        if (question.free !== undefined) return { kind: 'text', text: answer };
        line('Nothing matches.');
        state = beginPick(question.choices);
      }
      list(question, state.found);
    }
  }

  function list<Value>(question: PickQuestion<Value>, found: readonly number[]): void {
    for (const [index, place] of found.slice(0, mostShown).entries()) {
      const choice = question.choices[place];
      if (choice) line(`${index + 1}. ${sentence(choice)}`);
    }
    if (found.length > mostShown) line(`and ${found.length - mostShown} more; type a part of the name.`);
    if (found.length === 0) line(question.none ?? 'There is nothing here.');
  }

  async function showPage(page: Page): Promise<string | undefined> {
    line('');
    line(page.title);
    let shown = 0;
    const print = () => {
      const lines = page.lines();
      const dropped = page.dropped?.() ?? 0;
      for (const each of lines.slice(Math.max(0, shown - dropped))) line(each);
      shown = Math.max(shown, dropped + lines.length);
    };
    print();
    const stop = page.subscribe?.(print);
    const keys = [
      ...page.keys.map(({ key, label }) => `${key} ${label}`),
      ...(page.term === undefined ? [] : ['? explain']),
      'Enter alone: back',
    ].join(', ');
    try {
      for (;;) {
        const answer = (await readLine(`[${keys}]`))?.trim();
        if (answer === undefined || answer === '' || answer === 'b') return undefined;
        if (page.keys.some(({ key }) => key === answer)) return answer;
        const { term } = page;
        const about = term === undefined ? undefined : host.explain({ value: term, label: term, term });
        if (answer === '?' && about !== undefined) {
          line(about);
          continue;
        }
        line(`"${answer}" is not one of the keys.`);
      }
    } finally {
      stop?.();
    }
  }

  return {
    rows: 24,
    get columns() {
      return columnsOf(stderr);
    },
    pick,
    page: showPage,
    async text({ message, initial = '', empty, validate }) {
      for (;;) {
        const standard =
          initial === '' ? (empty ?? 'Enter alone: none') : `Enter alone: ${printable(initial)}`;
        const answer = await readLine(`${message} (${standard}):`);
        if (answer === undefined) return undefined;
        const text = answer === '' ? initial : answer;
        const problem = validate?.(text);
        if (problem === undefined) return text;
        line(problem);
      }
    },
    async edit(message, initial, ending) {
      return backAtInterrupt(host, prompterFor(host).editor(message, initial, ending));
    },
    busy: (_what, work) => work,
    say: (text) => line(text),
  };
}

function sentence({ label, detail }: Choice<unknown>): string {
  return detail === undefined ? label : `${label}: ${detail}`;
}

function promptOf({ search, keys = [], free }: PickQuestion<unknown>): string {
  const parts = ['a number', ...(search ? ['a part of a name'] : []), ...(free === undefined ? [] : [free])];
  const hotkeys = keys.map(({ key, label }) => `${key} ${label}`);
  return `[${[parts.join(' or '), ...hotkeys, '? and a number: explain', 'Enter alone: back'].join(', ')}]`;
}
