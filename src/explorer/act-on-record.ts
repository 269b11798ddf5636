/** What is done with one record outside of the screen: saved to a file, sent again, edited before, to another topic. */
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CopiedRecord } from '../kafka/records/copied-record.js';
import type { Chosen } from '../contract/command-words.js';
import type { Menu } from '../menu/form/menu-context.js';
import { loadCommand } from '../menu/form/load-command.js';
import { pickTopic } from '../menu/form/pick-topic.js';
import { refusal } from '../menu/form/refusal.js';
import { send, withoutLastNewline } from '../menu/records/produce-by-hand.js';
import { jsonLines } from './records/text/json-lines.js';
import { isText, readValue, shownValue, valueOf } from './records/text/record-text.js';
import type { Tone } from '../view/view.js';
import type { RecordAct } from './state/view-kind.js';

/** Where it is told what came of it. */
export type Say = (text: string, tone: Tone) => void;

export async function actOnRecord(menu: Menu, act: RecordAct, record: CopiedRecord, say: Say): Promise<void> {
  if (act === 'save') return save(menu, record, say);
  if (await isRefused(menu, record, say)) return;
  switch (act) {
    case 'edit':
      return sendEdited(menu, record, say);
    case 'again':
      if (await isSure(menu, `this record to ${record.topic}`)) await send(menu, optionsFor(record));
      return;
    case 'elsewhere': {
      const topic = await pickTopic(menu, 'Send it to which topic?');
      if (topic !== undefined) await send(menu, optionsFor({ ...record, topic }));
    }
  }
}

/** Whether the connection takes no records; it is said then. */
export async function isRefused(menu: Menu, record: CopiedRecord, say: Say): Promise<boolean> {
  const spec = await loadCommand(menu, 'produce');
  const problem = spec && (await refusal(menu, spec, optionsFor(record)));
  if (problem) say([problem.message, problem.hint].filter(Boolean).join(' '), 'bad');
  return problem !== undefined;
}

const endings = { JSON: 'json', XML: 'xml', text: 'txt', binary: 'bin', none: 'txt' } as const;

/** Of its value. A broker that lies about names must not choose the folder. */
export function fileNameOf({ topic, partition, offset, value }: CopiedRecord): string {
  return `${topic.replaceAll(/[^\w.-]+/g, '-')}-${partition}-${offset}.${endings[readValue(value).kind]}`;
}

async function save(menu: Menu, record: CopiedRecord, say: Say): Promise<void> {
  const { ui, context } = menu;
  const name = fileNameOf(record);
  const path = await ui.text({ message: 'Save the value as', empty: `empty: ${name}` });
  if (path === undefined) return;
  const full = resolve(context.cwd, path === '' ? name : path);
  const bytes = record.value ?? Buffer.alloc(0);
  try {
    await writeFile(full, bytes, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      say(`${full} cannot be written: ${(error as Error).message}`, 'bad');
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
  say(`${bytes.length} bytes saved to ${full}`, 'good');
}

/** One key press is too little for a write. */
export async function isSure({ ui }: Menu, what: string): Promise<boolean> {
  const picked = await ui.pick({
    title: `Write ${what} again?`,
    choices: [
      { value: true, label: 'Send it' },
      { value: false, label: 'Back' },
    ],
  });
  return picked?.kind === 'choice' && picked.value;
}

async function sendEdited(menu: Menu, record: CopiedRecord, say: Say): Promise<void> {
  const shown = shownValue(record);
  if (shown !== null && !isText(shown)) {
    say('A binary value cannot be edited here; it can be sent again as it is.', 'warn');
    return;
  }
  const before = shown?.toString('utf8') ?? '';
  const { decoded } = record;
  // What was decoded is edited as it was on the screen, in several lines.
  const initial = decoded?.value?.isJson === true ? linesOf(before) : before;
  const text = await menu.ui.edit(
    'Edit the value, save, and leave the editor',
    initial,
    `.${endings[valueOf(record).kind]}`,
  );
  if (text === undefined) return;
  const after = before.endsWith('\n') ? text : withoutLastNewline(text);
  if (decoded?.value) await send(menu, encodedOptionsFor(record, decoded.value, after));
  else await send(menu, optionsFor({ ...record, value: Buffer.from(after) }));
}

function linesOf(json: string): string {
  const lines = jsonLines(json)?.map(({ spans }) => spans.map(({ text }) => text).join(''));
  return lines?.join('\n') ?? json;
}

/** Written with the schema that it was read with. */
export function encodedOptionsFor(
  { topic, key, headers }: CopiedRecord,
  { isJson, schema }: { readonly isJson: boolean; readonly schema: string },
  value: string,
): Chosen {
  const rest = JSON.stringify({ ...bytesAsJson('key', key), headers: headersAsJson(headers) });
  // As it was typed, to the digit, and in one line: no string of JSON has a line break in it.
  const source = isJson ? value.trim().replaceAll(/\s*\n\s*/g, ' ') : JSON.stringify(value);
  const line = `{"value":${source},"valueSchema":${schema},${rest.slice(1)}`;
  return { topic, json: true, encode: ['value=as-read'], value: line };
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
    headers: headersAsJson(headers),
  };
  return { topic, json: true, value: JSON.stringify(json) };
}

function headersAsJson(headers: CopiedRecord['headers']): readonly object[] {
  return headers.map(([name, each]) => ({ key: name, ...bytesAsJson('value', each) }));
}

function bytesAsJson(name: string, bytes: Buffer | null): Record<string, string | null> {
  if (bytes === null) return { [name]: null };
  if (isText(bytes)) return { [name]: bytes.toString('utf8') };
  return { [name]: bytes.toString('base64'), [`${name}Encoding`]: 'base64' };
}
