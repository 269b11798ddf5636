/** The form of a command, made from its schema. */
import type { CommandSpec } from '../../contract/command.js';
import type { Completable, Field } from '../../contract/fields.js';
import { argvOf, type Chosen } from '../../contract/command-words.js';
import {
  aboutField,
  askedFields,
  chosenEffect,
  fieldProblem,
  moreFields,
  shownValue,
  withAnswer,
} from './form.js';
import { asLabError } from '../../kafka/connection/errors.js';
import { parseConfigs } from '../../kafka/session/topic-configs.js';
import { complaintOf } from '../../text/errors.js';
import { liveNames } from './live-names.js';
import { lineByHand, type Line } from './line-by-hand.js';
import type { Form, Menu, Where } from './menu-context.js';
import { withTopic } from './recent.js';
import type { Choice } from '../ui/ui.js';

type Answer = { readonly value: Chosen[string] | undefined } | undefined;

export interface FormHow {
  /** For the line that is shown. */
  readonly where?: Where;
  /** Names of options that are in sight at once instead of behind "more options". */
  readonly foremost?: readonly string[];
}

/** Undefined after Esc at the first question. What is chosen already is not asked. */
export async function fillForm(
  menu: Menu,
  { spec, chosen: given }: Form,
  how: FormHow = {},
): Promise<Line | undefined> {
  const questions = askedFields(spec).filter(({ name }) => given[name] === undefined);
  let chosen = given;
  for (let index = 0; index < questions.length;) {
    const field = questions[index];
    if (!field) break;
    const answer = await askField(menu, spec, field, chosen);
    if (answer) chosen = withAnswer(chosen, field, answer.value);
    index += answer ? 1 : -1;
    if (index < 0) return undefined;
  }
  return reviewForm(menu, { spec, chosen }, how);
}

/** The line as it stands, with everything that can still be changed. */
export async function reviewForm(
  menu: Menu,
  { spec, chosen: begun }: Form,
  { where, foremost = [] }: FormHow = {},
): Promise<Line | undefined> {
  const isForemost = ({ name }: Field) => foremost.includes(name);
  const more = moreFields(spec).filter((field) => !isForemost(field));
  const inSight = [...askedFields(spec), ...moreFields(spec).filter(isForemost)];
  let chosen = begun;
  let at = 0;
  for (;;) {
    const argv = argvOf(spec, chosen);
    const choices: Choice<Field | 'run' | 'more' | 'line'>[] = [
      {
        value: 'run',
        label: chosenEffect(spec, chosen) === 'destroys' ? 'Run it (it asks first)' : 'Run it',
        about: spec.summary,
      },
      ...(more.length > 0
        ? [{ value: 'more' as const, label: 'More options', detail: `${more.length} of them` }]
        : []),
      ...inSight.map((field) => fieldChoice(field, chosen)),
      {
        value: 'line',
        label: 'Edit the line',
        about: 'Change the line as you would at a shell, and run it.',
      },
    ];
    const picked = await menu.ui.pick({
      title: `${spec.summary}\n${menu.lineOf(argv, where)}`,
      choices,
      at,
    });
    if (picked?.kind !== 'choice') return undefined;
    if (picked.value === 'run') return { spec, chosen, argv };
    // Back to the top, where it is run, unless one of several is changed.
    at = foremost.length > 0 ? picked.at : 0;
    if (picked.value === 'line') {
      const line = await lineByHand(menu, argv);
      if (line !== undefined) return line;
    } else if (picked.value === 'more') chosen = await moreOptions(menu, spec, more, chosen, where);
    else chosen = await change(menu, spec, picked.value, chosen);
  }
}

async function moreOptions(
  menu: Menu,
  spec: CommandSpec,
  fields: readonly Field[],
  begun: Chosen,
  where: Where | undefined,
): Promise<Chosen> {
  let chosen = begun;
  let at = 0;
  for (;;) {
    const picked = await menu.ui.pick<Field | 'done'>({
      title: menu.lineOf(argvOf(spec, chosen), where),
      choices: [
        ...fields.map((field) => fieldChoice(field, chosen)),
        { value: 'done', label: 'Done', about: 'Back to the line, to run it.' },
      ],
      at,
    });
    if (picked?.kind !== 'choice' || typeof picked.value === 'string') return chosen;
    at = picked.at;
    chosen = await change(menu, spec, picked.value, chosen);
  }
}

function fieldChoice(field: Field, chosen: Chosen): Choice<Field> {
  return {
    value: field,
    label: `${field.flag}: ${shownValue(field, chosen)}`,
    detail: field.description,
    about: aboutField(field),
  };
}

async function change(menu: Menu, spec: CommandSpec, field: Field, chosen: Chosen): Promise<Chosen> {
  if (field.type === 'boolean') {
    return withAnswer(chosen, field, (chosen[field.name] ?? field.default ?? false) !== true);
  }
  const before = chosen[field.name];
  if (field.type === 'list' && Array.isArray(before) && before.length > 0) {
    const picked = await menu.ui.pick({
      title: `${field.flag}: ${before.join(', ')}`,
      choices: [
        { value: 'add', label: 'Add another' },
        { value: 'clear', label: 'Clear' },
      ],
    });
    if (picked?.kind !== 'choice') return chosen;
    const answer = await askField(menu, spec, field, chosen);
    if (!answer) return chosen;
    const added = Array.isArray(answer.value) ? (answer.value as readonly string[]) : [];
    return withAnswer(
      chosen,
      field,
      picked.value === 'add' ? [...new Set([...(before as readonly string[]), ...added])] : added,
    );
  }
  const answer = await askField(menu, spec, field, chosen);
  return answer ? withAnswer(chosen, field, answer.value) : chosen;
}

async function askField(menu: Menu, spec: CommandSpec, field: Field, chosen: Chosen): Promise<Answer> {
  const title = `${spec.path.join(' ')} · ${nameOf(field)}: ${field.description}`;
  const before = chosen[field.name];
  const asValue = (text: string): Chosen[string] => (field.type === 'list' ? [text] : text);
  if (field.choices) {
    const unset = field.required
      ? []
      : [{ value: '', label: 'not set', detail: `--${field.flag} is left out` }];
    // Some schemas choose among numbers.
    const choices: readonly unknown[] = field.choices;
    const options = choices
      .map(String)
      .map((word) => ({ value: word, label: word, about: aboutField(field) }));
    const at = options.findIndex(({ value }) => value === (before ?? String(field.default)));
    const picked = await menu.ui.pick({ title, choices: [...options, ...unset], at: Math.max(0, at) });
    if (picked?.kind !== 'choice') return undefined;
    return { value: picked.value === '' ? undefined : picked.value };
  }
  const kind = field.completes;
  const names =
    kind === undefined
      ? []
      : await menu.ui.busy('Asking the cluster', namesOrNone(menu, kind, chosen, spec.path));
  if (names === undefined) return undefined;
  if (kind !== undefined && names.length > 0) {
    const none: Choice<string>[] = field.required ? [] : [{ value: '', label: '(none)' }];
    const picked = await menu.ui.pick({
      title,
      search: true,
      free: 'another name',
      choices: [...names.map((name) => ({ value: name, label: name, term: kind })), ...none],
    });
    if (picked === undefined || picked.kind === 'key') return undefined;
    const name = picked.kind === 'text' ? picked.text : picked.value;
    if (name === '') return { value: undefined };
    if (kind === 'config-value' && picked.kind === 'choice') return askConfigValue(menu, name);
    if (kind === 'topic' && picked.kind === 'choice') menu.remember((recent) => withTopic(recent, name));
    return { value: asValue(name) };
  }
  const text = await menu.ui.text({
    message: title,
    initial: typeof before === 'string' ? before : '',
    ...(field.required ? {} : { empty: 'empty: left out' }),
    validate: (answer) => {
      if (answer === '') return field.required ? 'Required.' : undefined;
      return fieldProblem(spec, field, answer);
    },
  });
  if (text === undefined) return undefined;
  return { value: text === '' ? undefined : asValue(text) };
}

/** The name was chosen: `retention.ms=`. */
async function askConfigValue(menu: Menu, start: string): Promise<Answer> {
  const value = await menu.ui.text({
    message: `Value of ${start.slice(0, -1)}`,
    validate: (text) => complaintOf(() => parseConfigs([start + text])),
  });
  return value === undefined ? undefined : { value: [start + value] };
}

/** `config NAME=VALUE`, if the placeholder says more than the flag. */
function nameOf({ flag, placeholder, position }: Field): string {
  const isPlain = position !== undefined || placeholder === 'N' || placeholder === flag.toUpperCase();
  return isPlain ? flag : `${flag} ${placeholder}`;
}

/** If the cluster does not answer, a name can still be typed. */
async function namesOrNone(
  menu: Menu,
  kind: Completable,
  chosen: Chosen,
  path: readonly string[],
): Promise<readonly string[]> {
  try {
    return await liveNames(menu, kind, chosen, path);
  } catch (error) {
    menu.ui.say(`The names cannot be looked up: ${asLabError(error).message}`, 'warn');
    return [];
  }
}
