/** The questions that a command may ask: types only, so that no prompt library is loaded for them. */

export interface Choice {
  readonly name: string;
  readonly value: string;
  /** Shown while the choice is highlighted. */
  readonly description?: string;
}

export interface LineQuestion {
  /** The initial text, to be edited. */
  readonly initial?: string;
  /** What is wrong with the input, if anything; the question is then repeated. */
  validate?(text: string): string | undefined;
}

/** Each throws LabError 'interrupted' on ^C and on Esc. */
export interface Questions {
  text(question: string, line?: LineQuestion): Promise<string>;
  /** The input is not shown. */
  secret(question: string): Promise<string>;
  choice(question: string, choices: readonly Choice[]): Promise<string>;
  yesNo(question: string, initial: boolean): Promise<boolean>;
}
