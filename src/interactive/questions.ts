/** What a command may ask a person: the words only, so that nothing of a prompt library is loaded for them. */

export interface Choice {
  readonly name: string;
  readonly value: string;
  /** Shown while it is the one pointed at. */
  readonly description?: string;
}

/** Each throws LabError 'interrupted' on ^C. */
export interface Questions {
  text(question: string, initial?: string): Promise<string>;
  /** What is typed is not shown. */
  secret(question: string): Promise<string>;
  choice(question: string, choices: readonly Choice[]): Promise<string>;
  yesNo(question: string, initial: boolean): Promise<boolean>;
}
