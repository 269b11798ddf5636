/** One record, opened: read, saved to a file, sent again. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CopiedRecord } from '../../kafka/records/copied-record.js';
import type { Chosen } from '../form/command-line.js';
import type { Menu } from '../form/menu-context.js';
import { send, withoutLastNewline } from './produce-by-hand.js';
import { isText, readValue, recordLines, recordTitle } from './record-text.js';

/** Whether it was sent again. */
export async function openRecord(menu: Menu, record: CopiedRecord): Promise<boolean> {
  let isSent = false;
  for (;;) {
    const key = await menu.ui.page({
      title: recordTitle(record),
      lines: () => recordLines(record),
      term: record.value === null ? 'tombstone' : 'record',
      keys: [
        { key: 's', label: 'save the value' },
        { key: 'e', label: 'edit and send again' },
        { key: 'a', label: 'send again as it is' },
      ],
    });
    if (key === undefined) return isSent;
    if (key === 's') await save(menu, record);
    else if (key === 'e' || (await isSure(menu, record))) {
      await sendAgain(menu, record, key === 'e');
      isSent = true;
    }
  }
}

const endings = { JSON: 'json', XML: 'xml', text: 'txt', binary: 'bin', none: 'txt' } as const;

async function save(menu: Menu, record: CopiedRecord): Promise<void> {
  const { ui, context } = menu;
  const name = `${record.topic}-${record.partition}-${record.offset}.${endings[readValue(record.value).kind]}`;
  const path = await ui.text({ message: 'Save the value as', empty: `empty: ${name}` });
  if (path === undefined) return;
  const full = resolve(context.cwd, path === '' ? name : path);
  const bytes = record.value ?? Buffer.alloc(0);
  try {
    await writeFile(full, bytes, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      ui.say(`error: ${full} cannot be written: ${(error as Error).message}`, 'bad');
      return;
    }
    const picked = await ui.pick({
      title: `${full} exists already.`,
      choices: [
        { value: false, label: 'Keep it' },
        { value: true, label: 'Overwrite it' },
      ],
    });
    if (picked?.kind !== 'choice' || !picked.value) return;
    await writeFile(full, bytes);
  }
  ui.say(`${bytes.length} bytes saved to ${full}`, 'good');
}

/** One key press is too little for a write. */
async function isSure({ ui }: Menu, { topic }: CopiedRecord): Promise<boolean> {
  const picked = await ui.pick({
    title: `Write this record to ${topic} again?`,
    choices: [
      { value: true, label: 'Send it' },
      { value: false, label: 'Back' },
    ],
  });
  return picked?.kind === 'choice' && picked.value;
}

async function sendAgain(menu: Menu, record: CopiedRecord, isEdited: boolean): Promise<void> {
  const { value } = record;
  if (!isEdited) return send(menu, optionsFor(record));
  if (value !== null && !isText(value)) {
    menu.ui.say('A binary value cannot be edited here; it can be sent again as it is.', 'warn');
    return;
  }
  const before = value?.toString('utf8') ?? '';
  const text = await menu.ui.edit(
    'Edit the value, save, and leave the editor',
    before,
    `.${endings[readValue(value).kind]}`,
  );
  if (text === undefined) return;
  const after = before.endsWith('\n') ? text : withoutLastNewline(text);
  await send(menu, optionsFor({ ...record, value: Buffer.from(after) }));
}

/** As plain options if they suffice, otherwise as the JSON that `produce --json` takes. */
export function optionsFor({ topic, key, value, headers }: CopiedRecord): Chosen {
  const isWords =
    [key, value, ...headers.map(([, each]) => each ?? Buffer.from([0]))].every(
      (bytes) => bytes === null || isText(bytes),
    ) &&
    headers.every(([name]) => name !== '' && !name.includes('=')) &&
    (value !== null || key !== null);
  if (isWords) {
    return {
      topic,
      ...(value === null ? { nullValue: true } : { value: value.toString('utf8') }),
      ...(key === null ? {} : { key: key.toString('utf8') }),
      ...(headers.length === 0
        ? {}
        : { header: headers.map(([name, each]) => `${name}=${each?.toString('utf8') ?? ''}`) }),
    };
  }
  const json = {
    ...bytesAsJson('key', key),
    ...bytesAsJson('value', value),
    headers: headers.map(([name, each]) => ({ key: name, ...bytesAsJson('value', each) })),
  };
  return { topic, json: true, value: JSON.stringify(json) };
}

function bytesAsJson(name: string, bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null };
  if (isText(bytes)) return { [name]: bytes.toString('utf8') };
  return { [name]: bytes.toString('base64'), [`${name}Encoding`]: 'base64' };
}
