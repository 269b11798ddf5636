/** Words as typed, perhaps only the first of a line → the command that is meant, its options and its arguments. */
import { entriesBelow, type CommandEntry, type CommandSpec, type RawOptions } from '../contract/command.js';
import { fieldsOf, fieldsOfCommand, flagFields, type Field } from '../contract/fields.js';
import { globalOptions } from '../text/global-options.js';

export interface TypedLine {
  /** The words that lead to a command or a group of them. */
  readonly path: readonly string[];
  /** Undefined for a group, and without a command. */
  readonly spec: CommandSpec | undefined;
  /** A word in the place of a command that is not one. */
  readonly stray: string | undefined;
  /** The command's own and the global ones that are typed with a flag. */
  readonly fields: readonly Field[];
  readonly globals: RawOptions;
  readonly options: RawOptions;
  /** Words without a flag, in order. */
  readonly positionals: readonly string[];
  /** Flags of no option, without dashes: `help`, `help-json`, mistyped ones; also the word `help` before a command. */
  readonly others: readonly string[];
  /** The option that the next word may be the value of. */
  readonly pending: Field | undefined;
  /** True after `--`: no flags any more. */
  readonly onlyWords: boolean;
  /** All words; if `--watch` has no value, its implied one is written out. */
  readonly words: readonly string[];
}

/** Loads no other command than the one that was typed. */
export async function readLine(
  typed: readonly string[],
  entries: readonly CommandEntry[],
): Promise<TypedLine> {
  const line = new LineReader(entries);
  for (const word of typed) await line.read(word);
  return line;
}

/** The global options, without those in whose place a command has one of its own: `cluster up --registry`. */
export function globalFieldsBeside(spec: CommandSpec | undefined): readonly Field[] {
  const own = spec ? flagFields(fieldsOfCommand(spec)).map(({ flag }) => flag) : [];
  return fieldsOf(globalOptions).filter(({ flag }) => !own.includes(flag));
}

/** An optional value is recognised by its first digit: the word after `--watch` may be a name. */
export function takesAsValue({ implied }: Field, word: string): boolean {
  return implied === undefined || /^\d/.test(word);
}

export function splitFlag(word: string): [flag: string, value?: string] {
  const at = word.indexOf('=');
  return at === -1 ? [word] : [word.slice(0, at), word.slice(at + 1)];
}

class LineReader implements TypedLine {
  readonly path: string[] = [];
  spec: CommandSpec | undefined;
  stray: string | undefined;
  readonly #globalFields = fieldsOf(globalOptions);
  fields = this.#globalFields;
  readonly globals: Record<string, unknown> = {};
  readonly options: Record<string, unknown> = {};
  readonly positionals: string[] = [];
  readonly others: string[] = [];
  pending: Field | undefined;
  onlyWords = false;
  readonly words: string[] = [];
  readonly #entries: readonly CommandEntry[];

  constructor(entries: readonly CommandEntry[]) {
    this.#entries = entries;
  }

  async read(word: string): Promise<void> {
    const { pending } = this;
    this.pending = undefined;
    this.words.push(word);
    if (pending && takesAsValue(pending, word)) {
      // In the place of the implied one.
      if (pending.implied !== undefined) {
        const [flag = ''] = this.words.splice(-2);
        this.words.push(flag.slice(0, -pending.implied.length) + word);
      }
      this.#set(pending, word);
    } else if (!this.onlyWords && word === '--') this.onlyWords = true;
    else if (!this.onlyWords && word.startsWith('--')) this.#long(word.slice(2));
    // Negative numbers are words.
    else if (!this.onlyWords && /^-\D/.test(word)) this.#short(word.slice(1));
    else if (this.spec) this.positionals.push(word);
    else if (word === 'help') this.others.push(word);
    else if (this.stray === undefined) await this.#command(word);
  }

  #long(word: string): void {
    const [flag, value] = splitFlag(word);
    const field =
      this.fields.find((each) => each.flag === flag) ??
      this.fields.find((each) => `no-${each.flag}` === flag);
    if (!field) this.others.push(flag);
    else if (field.type === 'boolean') this.#set(field, field.flag === flag);
    else if (value === undefined) this.#await(field);
    else this.#set(field, value);
  }

  #short(letters: string): void {
    const field = this.fields.find(({ short }) => short === letters.charAt(0));
    const rest = letters.slice(1);
    if (!field) this.others.push(letters);
    else if (field.type !== 'boolean') {
      if (rest === '') this.#await(field);
      else this.#set(field, rest);
    } else {
      this.#set(field, field.default !== true);
      if (rest !== '') this.#short(rest);
    }
  }

  #await(field: Field): void {
    this.pending = field;
    if (field.implied === undefined) return;
    this.#set(field, field.implied);
    const flag = this.words.pop() ?? '';
    this.words.push(flag.startsWith('--') ? `${flag}=${field.implied}` : flag + field.implied);
  }

  async #command(word: string): Promise<void> {
    const path = [...this.path, word];
    const [entry] = entriesBelow(this.#entries, path);
    if (!entry) {
      this.stray = word;
      return;
    }
    this.path.push(word);
    if (entry.path !== path.join(' ')) return;
    this.spec = await entry.load();
    const own = flagFields(fieldsOfCommand(this.spec));
    this.fields = [...globalFieldsBeside(this.spec), ...own];
    for (const { name, flag } of this.#globalFields) {
      if (name in this.globals && own.some((each) => each.flag === flag)) this.#forget(name, flag);
    }
  }

  /** A global option before a command that has one of the same name, and no use for this one. */
  #forget(name: string, flag: string): void {
    Reflect.deleteProperty(this.globals, name);
    const at = this.words.findIndex((word) => splitFlag(word)[0] === `--${flag}`);
    this.words.splice(at, this.words[at] === `--${flag}` ? 2 : 1);
  }

  #set(field: Field, value: unknown): void {
    const target = this.#globalFields.includes(field) ? this.globals : this.options;
    const earlier = target[field.name];
    target[field.name] =
      field.type === 'list' ? [...(Array.isArray(earlier) ? (earlier as unknown[]) : []), value] : value;
  }
}
