/** What every result can be shown as: a table of cells with meanings, its notes and its failures. */

/** What a table shows. Tones are meanings; `output/style.ts` gives them colours. `marked` shows without colour too. */
export type Tone = 'good' | 'bad' | 'warn' | 'muted' | 'strong' | 'marked';
export type Scalar = string | number | boolean | bigint | null | undefined;
export type Cell = Scalar | { readonly text: Scalar; readonly tone: Tone };

export interface View {
  /** Sections after the first come through `more`. */
  readonly title?: string;
  readonly header: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** Columns that a table leaves out, the first of them first, until the others fit; plain lines keep them all. */
  readonly spare?: readonly string[];
  /** Sentences for stderr: notes on the numbers, and the next command to type. */
  readonly notes?: readonly string[];
  /** Sentences for stderr about what failed; `--quiet` does not silence them. */
  readonly failures?: readonly string[];
  readonly more?: readonly View[];
}
