/** `V` on a config: its value is typed, and the command's own dry run becomes the plan; pure. */
import { hiddenValue, plainSecret } from '../../config/secrets.js';
import { argvOf, type Chosen } from '../../contract/command-words.js';
import type { CommandSpec } from '../../contract/command.js';
import { parseConfigChanges } from '../../kafka/configs/config-changes.js';
import { complaintOf } from '../../text/errors.js';
import { printable } from '../../text/printable.js';
import type { Cell } from '../../view/view.js';
import { scalarOf } from '../../watch/diff-views.js';
import type { Todo, Typed } from '../state/view-kind.js';

/** The purpose of the typed line has the name: the cursor may be elsewhere when it is finished. */
const purpose = 'config ';

type Options = Readonly<Record<string, unknown>>;

/** Whether the command can set the configs that it shows. */
export function setsConfigs({ options }: CommandSpec): boolean {
  return ['config', 'set', 'dryRun'].every((name) => name in options.shape);
}

/** `value`: of the row, as it is shown. */
export function askForValue(spec: CommandSpec, options: Options, config: string, value: Cell): Todo {
  // Where the name ends and the value begins, the first "=" says.
  if (config.includes('=')) return { to: 'say', text: `${config} is no name of a config.`, tone: 'bad' };
  const text = String(scalarOf(value) ?? '');
  if (text === hiddenValue) {
    // Typed where it is not shown.
    const given = { ...resourceOf(options), config: ['set', `${config}=prompt`] };
    return { to: 'form', path: spec.path.join(' '), given };
  }
  return {
    to: 'ask',
    purpose: purpose + config,
    prompt: `${printable(config)} (empty: unset it) = `,
    initial: printable(text) === text ? plainSecret(text) : '',
  };
}

/** Whether that is what a line was typed for. */
export function isValue(line: Pick<Typed, 'purpose'>): boolean {
  return line.purpose.startsWith(purpose);
}

/** The view of the dry run, or what is wrong with the value without asking a broker. */
export function plannedValue(spec: CommandSpec, options: Options, line: Typed): Todo {
  const name = line.purpose.slice(purpose.length);
  const text = line.text.trim();
  const config = text === '' ? ['unset', name] : ['set', `${name}=${text}`];
  const problem = complaintOf(() => parseConfigChanges({ config, set: [], unset: [] }));
  if (problem !== undefined) return { to: 'say', text: problem, tone: 'bad' };
  return { to: 'open', words: argvOf(spec, { ...resourceOf(options), config, dryRun: true }) };
}

/** What names the topic, the group, the broker, or all brokers. */
function resourceOf(options: Options): Chosen {
  const others = ['config', 'set', 'unset', 'all', 'docs', 'dryRun'];
  return Object.fromEntries(
    Object.entries(options).flatMap(([name, value]) =>
      others.includes(name) || (typeof value !== 'string' && value !== true) ? [] : [[name, value] as const],
    ),
  );
}

/** For the page of `?`. */
export const valueHelp = ['V', 'set this config, or unset it: a plan first, which E executes'] as const;
