/** One record written by hand: key, value, headers, partition; and the reason for its partition. */
import type { CommandSpec } from '../../contract/command.js';
import { fieldsOfCommand } from '../../contract/fields.js';
import { sayAndWait } from '../form/do-command.js';
import { loadCommand } from '../form/load-command.js';
import { reviewForm } from '../form/fill-form.js';
import { fieldProblem } from '../form/form.js';
import type { Line } from '../form/line-by-hand.js';
import { refusal } from '../form/refusal.js';
import { argvOf, type Chosen } from '../../contract/command-words.js';
import type { Menu } from '../form/menu-context.js';
import { whyPartition } from './why-partition.js';

export async function produceByHand(menu: Menu, topic: string): Promise<void> {
  const spec = await loadCommand(menu, 'produce');
  if (!spec) return;
  const problem = await refusal(menu, spec, { topic });
  if (problem !== undefined) return sayAndWait(menu, problem);
  const partitions = await menu.ui.busy('Asking for the topic', partitionCount(menu, topic));
  const key = await menu.ui.text({ message: `To ${topic}. Key`, empty: 'empty: none' });
  if (key === undefined) return;
  const value = await askValue(menu, key);
  if (value === undefined) return;
  const headers = await askHeaders(menu);
  if (headers === undefined) return;
  const partition = await menu.ui.text({
    message: 'Partition',
    empty: key === '' ? 'empty: any' : 'empty: by the key',
    validate: (text) => (text === '' ? undefined : partitionProblem(spec, text, topic, partitions ?? 0)),
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

/** Shows the line, runs it, and explains; what failed can be changed and sent again. `chosen` are options of `produce`. */
export async function send(menu: Menu, chosen: Chosen): Promise<void> {
  const spec = await loadCommand(menu, 'produce');
  let line: Line | undefined = spec && { spec, chosen, argv: argvOf(spec, chosen) };
  while (line !== undefined) {
    const exitCode = await menu.runLine(line.argv, { ownsKeys: false });
    const isDone = exitCode === 0;
    if (isDone) menu.ui.say(await reasonFor(menu, line.chosen));
    const picked = await menu.ui.pick({
      title: isDone ? 'Written.' : 'It was not written; the lines above say why.',
      choices: [
        { value: 'back', label: 'Back' },
        ...(isDone ? [] : [{ value: 'change', label: 'Change it', about: 'What was typed is kept.' }]),
      ],
      at: isDone ? 0 : 1,
    });
    if (picked?.kind !== 'choice' || picked.value !== 'change') return;
    line = await reviewForm(menu, line, { foremost: ['key', 'value', 'header', 'partition'] });
  }
}

/** 0 if it is not known. */
async function partitionCount({ context }: Menu, topic: string): Promise<number> {
  try {
    const { topics } = await (await context.kafka()).metadata([topic]);
    return topics[0]?.partitions.length ?? 0;
  } catch {
    return 0;
  }
}

function partitionProblem(spec: CommandSpec, text: string, topic: string, count: number): string | undefined {
  const field = fieldsOfCommand(spec).find(({ name }) => name === 'partition');
  const problem = field && fieldProblem(spec, field, text);
  if (problem !== undefined || count === 0 || Number(text) < count) return problem;
  return `${topic} has the partitions 0 to ${count - 1}.`;
}

async function reasonFor(menu: Menu, { topic, key, partition }: Chosen): Promise<string> {
  return whyPartition({
    key: typeof key === 'string' ? Buffer.from(key) : null,
    chosen: partition === undefined ? null : Number(partition),
    partitions: await partitionCount(menu, String(topic)),
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

/** Editors add a newline to the last line. */
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
