/** The line typed at the foot: of the explorer or of a view, with what the word being typed may become. */
import { shellWords } from '../text/shell-words.js';
import type { Completer } from './live/complete.js';
import { completedLine } from './state/completed-line.js';
import { lineOf } from './state/line-editor.js';
import { commandPurpose } from './state/own-todos.js';
import { afterPaste, afterPromptKey, promptOf, withPast, type Prompt } from './state/typed-lines.js';
import type { Typed } from './state/view-kind.js';

export interface PromptLine {
  readonly prompt: Prompt | undefined;
  readonly candidates: readonly string[];
  ask(purpose: string, prompt: string, initial: string): void;
  /** What is typed now, or finally. */
  press(key: string): Typed;
  paste(text: string): Typed;
  /** There is something wrong with it: it is there again to be mended when the same is asked next. */
  refuse(line: Typed): void;
}

export function createPromptLine(completer: Completer, changed: () => void): PromptLine {
  let prompt: Prompt | undefined;
  let candidates: readonly string[] = [];
  let past: readonly string[] = [];
  let refused: Typed | undefined;

  async function complete(text: string): Promise<void> {
    const found = await completer.candidates(text);
    if (prompt?.purpose !== commandPurpose || prompt.line.text !== text) return;
    candidates = found;
    changed();
  }

  function close({ purpose, line: { text } }: Prompt, stage: 'done' | 'cancelled'): Typed {
    if (purpose === commandPurpose && stage === 'done') past = withPast(past, text);
    prompt = undefined;
    candidates = [];
    return { purpose, text, stage };
  }

  function typing({ purpose, line: { text } }: Prompt): Typed {
    if (purpose === commandPurpose) void complete(text);
    return { purpose, text, stage: 'typing' };
  }

  return {
    refuse: (line) => void (refused = line),
    get prompt() {
      return prompt;
    },
    get candidates() {
      return candidates;
    },
    ask(purpose, before, initial) {
      const first = refused?.purpose === purpose ? refused.text : initial;
      refused = undefined;
      prompt = promptOf(purpose, before, first, purpose === commandPurpose ? past : []);
      if (purpose === commandPurpose) void complete(initial);
    },
    press(key) {
      const now = prompt ?? promptOf('', '', '');
      if (key === 'enter') return close(now, 'done');
      if (key === 'escape' || key === 'ctrl-c') return close(now, 'cancelled');
      const isCommand = now.purpose === commandPurpose;
      if (key === 'tab') {
        const { current } = shellWords(`: ${now.line.text}`);
        if (isCommand) prompt = { ...now, line: lineOf(completedLine(now.line.text, current, candidates)) };
      } else prompt = afterPromptKey(now, key) ?? now;
      return typing(prompt ?? now);
    },
    paste(text) {
      prompt = afterPaste(prompt ?? promptOf('', '', ''), text);
      return typing(prompt);
    },
  };
}
