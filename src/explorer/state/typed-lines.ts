/** The lines typed after `:`, up and down through those of before; pure. */
import { edited, lineOf, pasted, type EditedLine } from './line-editor.js';

export interface Prompt {
  readonly purpose: string;
  /** Shown before the line: `:`, `/`. */
  readonly prompt: string;
  readonly line: EditedLine;
  /** Lines of before, the last one last; empty if there are none of this purpose. */
  readonly past: readonly string[];
  /** Which of them is shown, counted from the end; 0: the one that is being typed. */
  readonly back: number;
  readonly draft: string;
}

export function promptOf(
  purpose: string,
  prompt: string,
  initial: string,
  past: readonly string[] = [],
): Prompt {
  return { purpose, prompt, line: lineOf(initial), past, back: 0, draft: initial };
}

/** Undefined for keys that do nothing here. */
export function afterPromptKey(prompt: Prompt, key: string): Prompt | undefined {
  if (key === 'up' || key === 'ctrl-p') return recalled(prompt, prompt.back + 1);
  if (key === 'down' || key === 'ctrl-n') return recalled(prompt, prompt.back - 1);
  const line = edited(prompt.line, key);
  return line && { ...prompt, line, back: 0, draft: line.text };
}

export function afterPaste(prompt: Prompt, text: string): Prompt {
  const line = pasted(prompt.line, text);
  return { ...prompt, line, back: 0, draft: line.text };
}

function recalled(prompt: Prompt, back: number): Prompt {
  const { past, draft } = prompt;
  if (back < 0 || back > past.length) return prompt;
  return { ...prompt, back, line: lineOf(back === 0 ? draft : (past[past.length - back] ?? '')) };
}

const mostKept = 50;

/** With one more, which is not kept twice. */
export function withPast(past: readonly string[], line: string): readonly string[] {
  return line.trim() === '' ? past : [...past.filter((each) => each !== line), line].slice(-mostKept);
}
