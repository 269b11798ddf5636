/** A menu whose person follows a script: an answer for each list, question and page, in order; no terminal. */
import { commands, groups } from '../../commands/index.js';
import type { Context } from '../../contract/command.js';
import type { Menu } from '../../menu/form/menu-context.js';
import { LabError } from '../../text/errors.js';
import { nothingRecent } from '../../menu/form/recent.js';
import type { Page, PickQuestion, Ui } from '../../menu/ui/ui.js';

/**
 * `{ choose }`: the choice whose label begins so; `{ key }`; `{ type }`: a text, or a name that is not in the list; `null`:
 * one step back.
 */
export type Answer = { choose: string } | { key: string } | { type: string } | null;

interface Asked {
  readonly title: string;
  readonly labels: readonly string[];
  readonly cursor: string | undefined;
  readonly none?: string | undefined;
}

export interface ScriptedMenu {
  readonly menu: Menu;
  /** Every list, question and page, as it was asked. */
  readonly asked: readonly Asked[];
  readonly said: readonly string[];
  readonly ran: readonly (readonly string[])[];
}

export interface ScriptedMenuSettings {
  readonly answers: readonly Answer[];
  readonly context?: Partial<Context>;
  /** Of the commands that run; 0. */
  readonly exitCodes?: readonly number[];
  readonly understand?: Menu['understand'];
}

/** After the last answer everything is left, by steps back. */
export function scriptedMenu({
  answers,
  context = {},
  exitCodes = [],
  understand = () => Promise.resolve(new LabError('usage', 'not understood')),
}: ScriptedMenuSettings): ScriptedMenu {
  const asked: Asked[] = [];
  const said: string[] = [];
  const ran: (readonly string[])[] = [];
  const left = [...answers];
  const ui: Ui = {
    rows: 24,
    columns: 80,
    pick<Value>({ title, choices, at = 0, none }: PickQuestion<Value>) {
      const labels = choices.map(({ label }) => label);
      asked.push({ title, labels, cursor: labels[at], none });
      const answer = left.shift() ?? null;
      if (answer === null) return Promise.resolve(undefined);
      if ('key' in answer) return Promise.resolve({ kind: 'key' as const, key: answer.key, at });
      if ('type' in answer) return Promise.resolve({ kind: 'text' as const, text: answer.type });
      const place = labels.findIndex((label) => label.startsWith(answer.choose));
      const choice = choices[place];
      if (!choice) throw new Error(`"${answer.choose}" is not in "${title}": ${labels.join(', ')}`);
      return Promise.resolve({ kind: 'choice' as const, value: choice.value, at: place });
    },
    text({ message, initial = '', validate }) {
      asked.push({ title: message, labels: [], cursor: initial });
      const answer = left.shift() ?? null;
      if (answer === null) return Promise.resolve(undefined);
      if (!('type' in answer)) throw new Error(`"${message}" takes a text`);
      const problem = validate?.(answer.type);
      if (problem !== undefined) throw new Error(problem);
      return Promise.resolve(answer.type);
    },
    edit: (_message, initial) => Promise.resolve(initial),
    page(page: Page) {
      asked.push({ title: page.titleNow?.() ?? page.title, labels: page.lines(), cursor: undefined });
      const answer = left.shift() ?? null;
      return Promise.resolve(answer !== null && 'key' in answer ? answer.key : undefined);
    },
    busy: (_what, work) => work,
    say: (text) => void said.push(text),
  };
  const menu: Menu = {
    ui,
    context: {
      globals: { timeout: '5s' },
      folders: { data: '/nowhere', config: '/nowhere', cache: '/nowhere', package: '/nowhere' },
      signal: new AbortController().signal,
      now: () => new Date(0),
      connection: () => Promise.resolve(undefined),
      kafka: () => Promise.reject(new Error('this test has no cluster')),
      namesRegistry: () => Promise.resolve(false),
      formats: () => Promise.resolve([]),
      ...context,
    } as unknown as Context,
    entries: commands,
    groups,
    home: {},
    recent: nothingRecent,
    remember: () => undefined,
    lineOf: (argv) => `$ ${argv.join(' ')}`,
    understand,
    runLine(argv) {
      ran.push(argv);
      return Promise.resolve(exitCodes[ran.length - 1] ?? 0);
    },
  };
  return { menu, asked, said, ran };
}
