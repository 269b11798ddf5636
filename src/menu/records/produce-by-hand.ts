/** One record written by hand: key, value, headers, partition; and why it went where it went. */
import { fieldProblem } from '../form/form.js';
import { fieldsOfCommand } from '../../contract/fields.js';
import { argvOf, type Chosen } from '../form/command-line.js';
import type { Menu } from '../form/menu-context.js';
import { whyPartition } from './why-partition.js';

export async function produceByHand(menu: Menu, topic: string): Promise<void> {
  const spec = await menu.entries.find(({ path }) => path === 'produce')?.load();
  if (!spec) return;
  const key = await menu.ui.text({ message: `To ${topic}. Key`, empty: 'empty: none' });
  if (key === undefined) return;
  const value = await askValue(menu, key);
  if (value === undefined) return;
  const headers = await askHeaders(menu);
  if (headers === undefined) return;
  const partitionField = fieldsOfCommand(spec).find(({ name }) => name === 'partition');
  const partition = await menu.ui.text({
    message: 'Partition',
    empty: key === '' ? 'empty: any' : 'empty: by the key',
    validate: (text) =>
      text === '' || !partitionField ? undefined : fieldProblem(spec, partitionField, text),
  });
  if (partition === undefined) return;
  await send(menu, {
    topic,
    ...(value === null ? { nullValue: true } : { value }),
    ...(key === '' ? {} : { key }),
    ...(headers.length === 0 ? {} : { header: headers }),
    ...(partition === '' ? {} : { partition }),
  });
}

/** Shows the line, runs it, and explains. `chosen` are options of `produce`. */
export async function send(menu: Menu, chosen: Chosen): Promise<void> {
  const spec = await menu.entries.find(({ path }) => path === 'produce')?.load();
  if (!spec) return;
  const exitCode = await menu.runLine(argvOf(spec, chosen), { ownsKeys: false });
  if (exitCode === 0) menu.ui.say(await reasonFor(menu, chosen));
  await menu.ui.pick({
    title: exitCode === 0 ? 'Written.' : 'It was not written; the lines above say why.',
    choices: [{ value: 'on', label: 'Go on' }],
  });
}

async function reasonFor(menu: Menu, { topic, key, partition }: Chosen): Promise<string> {
  const session = await menu.context.kafka();
  const { topics } = await session.metadata([String(topic)]);
  return whyPartition({
    key: typeof key === 'string' ? Buffer.from(key) : null,
    chosen: partition === undefined ? null : Number(partition),
    partitions: topics[0]?.partitions.length ?? 0,
  });
}

/** `null` for a tombstone. */
async function askValue(menu: Menu, key: string): Promise<string | null | undefined> {
  const picked = await menu.ui.pick({
    title: 'Value',
    choices: [
      { value: 'line' as const, label: 'One line', detail: 'typed here', term: 'record' },
      {
        value: 'editor' as const,
        label: 'Several lines',
        detail: 'in your editor ($EDITOR)',
        term: 'record',
      },
      ...(key === ''
        ? []
        : [{ value: 'none' as const, label: 'None', detail: 'a tombstone for this key', term: 'tombstone' }]),
    ],
  });
  if (picked?.kind !== 'choice') return undefined;
  if (picked.value === 'none') return null;
  if (picked.value === 'line') return menu.ui.text({ message: 'Value' });
  const text = await menu.ui.edit('Value', '', '.txt');
  return text === undefined ? undefined : withoutLastNewline(text);
}

/** Editors end the last line whether it was meant or not. */
export function withoutLastNewline(text: string): string {
  return text.replace(/\r?\n$/, '');
}

async function askHeaders(menu: Menu): Promise<readonly string[] | undefined> {
  const headers: string[] = [];
  for (;;) {
    const header = await menu.ui.text({
      message: headers.length === 0 ? 'Header NAME=VALUE' : `Another header after ${headers.join(', ')}`,
      empty: headers.length === 0 ? 'empty: none' : 'empty: no more',
      validate: (text) =>
        text === '' || text.indexOf('=') > 0 ? undefined : 'It looks like this: source=web',
    });
    if (header === undefined) return undefined;
    if (header === '') return headers;
    headers.push(header);
  }
}
