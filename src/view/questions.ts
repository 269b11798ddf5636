/** What a person may be asked: the words only, so that nothing of a prompt library is loaded for them. */

export interface Choice {
  readonly name: string;
  readonly value: string;
  /** Shown while it is the one pointed at. */
  readonly description?: string;
}

export interface LineQuestion {
  /** Stands there already, to be changed. */
  readonly initial?: string;
  /** What is wrong with it, if something is; it is asked for again. */
  validate?(text: string): string | undefined;
}

/** Each throws LabError 'interrupted' on ^C and on Esc. */
export interface Questions {
  text(question: string, line?: LineQuestion): Promise<string>;
  /** What is typed is not shown. */
  secret(question: string): Promise<string>;
  choice(question: string, choices: readonly Choice[]): Promise<string>;
  yesNo(question: string, initial: boolean): Promise<boolean>;
}
