/** What is done with several records outside of the screen: saved to a folder, a file each, or sent again one by one. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { argvOf } from '../contract/command-words.js';
import type { CopiedRecord } from '../kafka/records/copied-record.js';
import type { Menu } from '../menu/form/menu-context.js';
import { loadCommand } from '../menu/form/load-command.js';
import { counted, grouped } from '../view/counted.js';
import { fileNameOf, isRefused, isSure, optionsFor, type Say } from './act-on-record.js';
import type { RecordsAct } from './state/view-kind.js';

/** `records`: of one topic, at least one. */
export async function actOnRecords(
  menu: Menu,
  act: RecordsAct,
  records: readonly CopiedRecord[],
  say: Say,
): Promise<void> {
  const [first] = records;
  if (act === 'save') return save(menu, records, say);
  if (first && !(await isRefused(menu, first, say))) await sendAgain(menu, first.topic, records);
}

/** Never over a file that is there: what was kept is told. */
async function save({ ui, context }: Menu, records: readonly CopiedRecord[], say: Say): Promise<void> {
  const values = counted(records.length, 'value');
  const typed = await ui.text({ message: `Save ${values} in the folder`, empty: `empty: ${context.cwd}` });
  if (typed === undefined) return;
  const folder = resolve(context.cwd, typed.trim());
  const kept: string[] = [];
  let saved = 0;
  try {
    await mkdir(folder, { recursive: true });
    for (const record of records) {
      const name = fileNameOf(record);
      try {
        await writeFile(join(folder, name), record.value ?? Buffer.alloc(0), { flag: 'wx' });
        saved += 1;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        kept.push(name);
      }
    }
  } catch (error) {
    say(`${grouped(saved)} of ${values} saved: ${(error as Error).message}`, 'bad');
    return;
  }
  if (kept.length === 0) {
    say(`${values} saved in ${folder}`, 'good');
    return;
  }
  const more = kept.length === 1 ? '' : ` and ${grouped(kept.length - 1)} more`;
  say(
    `${grouped(saved)} of ${values} saved in ${folder}; there already, and kept: ${kept[0] ?? ''}${more}`,
    'warn',
  );
}

/** A line each, in the order of the log; the first that fails ends it. */
async function sendAgain(menu: Menu, topic: string, records: readonly CopiedRecord[]): Promise<void> {
  const all = counted(records.length, 'record');
  const spec = await loadCommand(menu, 'produce');
  if (!spec || !(await isSure(menu, `${all} to ${topic}`))) return;
  let sent = 0;
  for (const record of records) {
    if ((await menu.runLine(argvOf(spec, optionsFor(record)), { ownsKeys: false })) !== 0) break;
    sent += 1;
  }
  const title =
    sent === records.length
      ? `Written: ${all}.`
      : `${grouped(sent)} of ${all} written; the lines above say why it stopped there.`;
  await menu.ui.pick({ title, choices: [{ value: 'back', label: 'Back' }] });
}
