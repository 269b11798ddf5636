/** A word of the glossary. Languages other than English are optional, so that a new term can come before its translations. */
export interface GlossaryEntry {
  readonly term: string;
  /** Other ways to write it, and the names of options that mean it. */
  readonly aliases: readonly string[];
  readonly en: string;
  readonly vi?: string;
}
