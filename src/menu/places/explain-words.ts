/** The glossary, to look through. */
import { glossary } from '../../words/glossary.js';
import type { Menu } from '../form/menu-context.js';

export async function explainWords(menu: Menu): Promise<void> {
  let at = 0;
  for (;;) {
    const picked = await menu.ui.pick({
      title: 'Explain: which word?',
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
    await menu.runLine(['explain', picked.kind === 'text' ? picked.text : picked.value], { ownsKeys: true });
  }
}
