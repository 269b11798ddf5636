/** "Look up": the glossary, and Kafka's errors by name. */
import { glossary } from '../../words/glossary.js';
import { howItEnded } from '../form/do-command.js';
import type { Menu } from '../form/menu-context.js';

export async function explainWords(menu: Menu): Promise<void> {
  let at = 0;
  for (;;) {
    const picked = await menu.ui.pick({
      title: 'Look up: which term or error?',
      search: true,
      free: 'an error name',
      choices: glossary.map(({ term, aliases }) => ({
        value: term,
        label: term,
        detail: aliases.slice(0, 3).join(', '),
        term,
      })),
      at,
    });
    if (picked === undefined || picked.kind === 'key') return;
    if (picked.kind === 'choice') at = picked.at;
    const word = picked.kind === 'text' ? picked.text : picked.value;
    const exitCode = await menu.runLine(['explain', word], { ownsKeys: true });
    // The list would push the answer off the screen.
    await menu.ui.pick({ title: howItEnded(exitCode), choices: [{ value: 'back', label: 'Back' }] });
  }
}
