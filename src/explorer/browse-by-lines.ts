/** Browse without a screen, for screen readers: the same views and the same ways between them, as numbered lines. */
import { asLabError } from '../kafka/connection/errors.js';
import { doCommand, runChosen } from '../menu/form/do-command.js';
import type { Menu } from '../menu/form/menu-context.js';
import { loadCommand } from '../menu/form/load-command.js';
import type { Choice } from '../menu/ui/ui.js';
import { LabError } from '../text/errors.js';
import type { View } from '../view/view.js';
import { chooseAction } from './choose-action.js';
import { cellText } from './draw/cell-text.js';
import { quietContext } from './live/quiet-context.js';
import { understand, type Understood } from './live/understand.js';
import { drillDown } from './meaning/drill-down.js';
import { meaningOfCommand, meaningOfRow, type Meaning } from './meaning/row-meaning.js';
import { recordsAsked } from './records-asked.js';
import { recordsByLines } from './records-by-lines.js';
import { favourites } from './state/own-keys.js';

export async function browseByLines(menu: Menu): Promise<void> {
  const choices = await Promise.all(Object.values(favourites).map((words) => choiceOf(menu, words)));
  let at = 0;
  for (;;) {
    const picked = await menu.ui.pick({ title: 'Browse', choices, at });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    await showByLines(menu, picked.value);
  }
}

async function choiceOf(menu: Menu, words: readonly string[]): Promise<Choice<readonly string[]>> {
  const path = words.filter((word) => /^[a-z]+$/.test(word));
  const spec = await loadCommand(menu, path.join(' '));
  return {
    value: words,
    label: path.filter((word) => word !== 'list').join(' '),
    ...(spec === undefined ? {} : { detail: spec.summary }),
    ...(path[0] === undefined ? {} : { term: path[0] }),
  };
}

/** A row leads on as Enter does in the explorer; without a way on, to the commands that take it. */
async function showByLines(menu: Menu, words: readonly string[]): Promise<void> {
  const known = await menu.understand(words);
  if (known instanceof LabError) {
    menu.ui.say(`error: ${known.message}`, 'bad');
    return;
  }
  const understood = await understand(words, menu);
  const records = recordsAsked(understood);
  if (records) {
    await recordsByLines(menu, records);
    return;
  }
  if (!understood.isView || words[0] === 'monitor') {
    await runChosen(menu, known.spec, words[0] === 'monitor' ? { once: true } : known.chosen);
    return;
  }
  await rowsByLines(menu, words, understood);
}

async function rowsByLines(menu: Menu, words: readonly string[], understood: Understood): Promise<void> {
  const { spec, options } = understood;
  const paths = new Set(menu.entries.map(({ path }) => path));
  let at = 0;
  for (;;) {
    const view = await menu.ui.busy(`Asking: ${spec.path.join(' ')}`, viewOf(menu, understood));
    if (view === undefined) return;
    if (view instanceof LabError) {
      menu.ui.say([`error: ${view.message}`, view.hint].filter(Boolean).join('\n'), 'bad');
      return;
    }
    for (const note of [...(view.notes ?? []), ...(view.failures ?? [])]) menu.ui.say(note);
    const choices = [view, ...(view.more ?? [])].flatMap(({ header, rows }) =>
      rows.map((cells) => ({
        value: meaningOfRow(spec.path.join(' '), meaningOfCommand(spec, options), header, cells),
        label: header.map((name, column) => `${name} ${cellText(cells[column])}`.trim()).join(', '),
      })),
    );
    const title = [view.title, menu.lineOf(words)].filter(Boolean).join('\n');
    const picked = await menu.ui.pick<Meaning>({ title, choices, none: 'Nothing here.', search: true, at });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    const below = drillDown(picked.value, words, paths);
    if (below?.[0] === 'connection') await showByLines(menu, ['connections', 'show', ...below.slice(1)]);
    else if (below) await showByLines(menu, below);
    else await actByLines(menu, picked.value);
  }
}

async function actByLines(menu: Menu, meaning: Meaning): Promise<void> {
  const action = await chooseAction(menu, meaning);
  if (action === 'none') menu.ui.say('Nothing is below this row.');
  else if (action) await doCommand(menu, action.spec, action.given);
}

async function viewOf({ context }: Menu, { spec, options }: Understood): Promise<View | LabError> {
  try {
    const result = spec.run(quietContext(context, context.signal), options);
    if (Symbol.asyncIterator in result)
      return new LabError('usage', 'This follows what happens, without an end.');
    return spec.view(await result, options);
  } catch (error) {
    return asLabError(error);
  }
}
