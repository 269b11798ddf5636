/** "Drill": the scenarios, their settings, the account of one, and the matrix of many. */
import { scenarios } from '../../practice/drills/scenarios.js';
import { doPath } from '../form/do-command.js';
import type { Menu } from '../form/menu-context.js';
import { practicePlace } from './practice-place.js';
import type { Choice } from '../ui/ui.js';

/** The settings that matter most. */
const foremost = ['acks', 'minInsync', 'rate', 'duration'];

/** Stays at the list until the person goes back. */
export async function chooseDrill(menu: Menu): Promise<void> {
  let practice: Awaited<ReturnType<typeof practicePlace>>;
  let at = 0;
  for (;;) {
    const picked = await menu.ui.pick({
      title: `Drill: which accident?\n${menu.lineOf(['drill', 'list'])}`,
      choices: [...scenarios.map(drillChoice), matrixChoice],
      at,
    });
    if (picked?.kind !== 'choice') return;
    at = picked.at;
    practice ??= await practicePlace(menu);
    if (!practice) continue;
    if (picked.value === 'matrix') {
      await doPath(menu, 'drill matrix', {}, { ...practice, foremost: ['scenario', ...foremost] });
    } else {
      const scenario = picked.value;
      const offers = [pageChoice(menu, `drill-${scenario}.html`)];
      await doPath(menu, 'drill run', { scenario }, { ...practice, foremost, offers });
    }
  }
}

function drillChoice({ name, summary }: (typeof scenarios)[number]): Choice<string> {
  return { value: name, label: name, detail: summary, about: `${name}: ${summary}.` };
}

const matrixChoice: Choice<string> = {
  value: 'matrix',
  label: 'matrix',
  detail: 'several of them with each acks, and a table of what each lost',
  about:
    'The drills that you choose, all of them otherwise, with acks=0, 1 and all, one after the other; about half a minute for each.',
};

function pageChoice(menu: Menu, file: string): Choice<() => Promise<void>> {
  return {
    value: () => doPath(menu, 'drill report', { file }),
    label: 'Write a page with charts',
    detail: `${file}: throughput, leaders and ISR over time, and the account`,
    about: 'One self-contained HTML file: open it in a browser.',
  };
}
