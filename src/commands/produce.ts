/** `produce`: records from the command line, standard input or a file into a topic. */
import { isAbsolute, join } from 'node:path';
import { z } from 'zod';
import { defineCommand, type Context } from '../contract/command.js';
import { parseDurationMs } from '../text/duration.js';
import { LabError } from '../text/errors.js';
import { unescaped } from '../text/source/escapes.js';
import { parseTimePosition } from '../text/positions.js';
import type { Feed } from '../kafka/records/produce-feed.js';
import type { RecordShape } from '../kafka/records/produce-encoded.js';
import type { ProduceReport, ProduceStatus } from '../kafka/records/produce.js';
import { compressions } from '../wire/batch/codecs/compression.js';
import { encodeOptions, openEncoders } from './shared/encode-options.js';
import { inputName } from './shared/read-input.js';
import { watchWork } from './shared/watch-progress.js';
import { grouped } from '../view/counted.js';
import { isIncomplete, perSecond, viewOf } from './_produce-report.js';

const options = z.object({
  topic: z.string().meta({ description: 'topic to write to; it must exist', completes: 'topic' }),
  value: z.string().optional().meta({ description: 'one record; without it the lines of standard input' }),
  file: z.string().optional().meta({
    description: 'read the lines of this file; - is standard input',
    short: 'f',
    placeholder: 'PATH',
    completes: 'file',
  }),
  crlf: z.boolean().default(false).meta({
    description: 'leave out the CR of lines that end in CRLF; without this it is part of the value',
  }),
  generate: z.int().min(1).optional().meta({
    description: 'instead: N records of random letters and digits, to measure the throughput',
  }),
  size: z.int().min(1).max(100_000_000).optional().meta({
    description: 'how large each of --generate is (default: 100)',
    placeholder: 'BYTES',
  }),
  key: z.string().optional().meta({ description: 'key of every record', short: 'k' }),
  keySeparator: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: String.raw`the text before its first occurrence in a line is the key; \t, \x01 and the like as in --format`,
      short: 'K',
      placeholder: 'TEXT',
    }),
  header: z.array(z.string()).default([]).meta({
    description: 'header of every record; repeatable',
    short: 'H',
    placeholder: 'NAME=VALUE',
  }),
  json: z.boolean().default(false).meta({
    description:
      'each line is a JSON object as consume -o jsonl prints them: key, value, headers, partition, timestamp; unknown members are refused',
  }),
  ...encodeOptions,
  nullValue: z
    .boolean()
    .default(false)
    .meta({ description: 'write one tombstone for --key: its value is null' }),
  partition: z.int().min(0).optional().meta({ description: 'partition for every record', short: 'p' }),
  acks: z.enum(['all', '1', '0']).default('all').meta({
    description: 'which replicas acknowledge: all in sync, the leader only, none',
  }),
  idempotent: z.boolean().default(true).meta({
    description: 'sequence numbers, so that a retry writes nothing twice (with --acks all)',
  }),
  compression: z
    .enum(compressions)
    .default('none')
    .meta({ description: 'compression of the batches', short: 'z' }),
  timestamp: z.string().optional().meta({
    description:
      'time of every record: 2026-01-15T10:00 (local), …Z (UTC), seconds or milliseconds since 1970 (default: now)',
    placeholder: 'TIME',
  }),
  rate: z.number().positive().optional().meta({ description: 'at most this many records a second' }),
  transaction: z.string().min(1).optional().meta({
    description: 'write everything as one transaction of this transactional id, or nothing',
    placeholder: 'ID',
  }),
  deliveryTimeout: z.string().default('30s').meta({
    description: 'how long records wait for a broker before they fail',
    placeholder: 'DURATION',
  }),
});

type Options = z.output<typeof options>;

export const produce = defineCommand({
  path: ['produce'],
  summary: 'write records to a topic: one, or the lines of standard input or a file',
  effect: 'writes',
  onlyAdds: true,
  output: 'report',
  options,
  positionals: ['topic', 'value'],
  examples: [
    'produce orders "hello"',
    'produce orders --file orders.csv --key-separator ,',
    'consume orders --from-beginning --exit -o jsonl | kafka-lab produce copy --json',
    'produce orders --generate 1000000 --size 200 --compression lz4',
    `produce orders --encode value=registry '{"id": 7, "amount": 12.5}'`,
  ],
  async run(context: Context, given: Options): Promise<ProduceReport> {
    checkTogether(given);
    const { encoders, generate } = await openEncoders(context, given);
    const plan = {
      topic: given.topic,
      shape: { ...shapeOf(given, context.now()), encoders },
      acks: given.acks,
      compression: given.compression,
      idempotent: given.idempotent,
      transaction: given.transaction,
      deliveryTimeoutMs: parseDurationMs(given.deliveryTimeout),
      rate: given.rate,
      bytesEach: given.generate === undefined || generate ? undefined : (given.size ?? generatedBytes),
    };
    const { produce: write } = await import('../kafka/records/produce.js');
    const watching = watch(context, given);
    try {
      return await write(await context.kafka(), plan, await feedOf(context, given, generate), {
        signal: context.signal,
        ready: (status) => watching.begin(status),
      });
    } finally {
      watching.end();
    }
  },
  view: viewOf,
  failed: isIncomplete,
  interrupted: ({ interrupted }) => interrupted,
});

function checkTogether(given: Options): void {
  const conflict = (one: string, other: string, why: string) => {
    throw new LabError('usage', `${one} and ${other} do not go together: ${why}.`, {
      hint: 'See: kafka-lab produce --help',
    });
  };
  const { value, file, generate, size, key, keySeparator, json, crlf, nullValue, acks, transaction } = given;
  if (generate !== undefined) {
    const why = 'it makes the records itself';
    if (value !== undefined) conflict('--generate', 'VALUE', why);
    if (file !== undefined) conflict('--generate', '--file', why);
    if (json) conflict('--generate', '--json', why);
    if (keySeparator !== undefined) conflict('--generate', '--key-separator', why);
    if (nullValue) conflict('--generate', '--null-value', why);
  } else if (size !== undefined) throw new LabError('usage', '--size goes with --generate.');
  if (value !== undefined && file !== undefined) conflict('VALUE', '--file', 'each is the whole input');
  if (key !== undefined && keySeparator !== undefined)
    conflict('--key', '--key-separator', 'each gives the key');
  if (json && keySeparator !== undefined) conflict('--json', '--key-separator', 'the key is in the JSON');
  if (nullValue && value !== undefined) conflict('--null-value', 'VALUE', 'a tombstone has no value');
  const one = 'a tombstone is one record without a value';
  if (nullValue && file !== undefined) conflict('--null-value', '--file', one);
  if (nullValue && json) conflict('--null-value', '--json', one);
  if (nullValue && crlf) conflict('--null-value', '--crlf', one);
  if (transaction !== undefined && acks !== 'all')
    conflict('--transaction', `--acks ${acks}`, 'it needs --acks all');
  if (nullValue && key === undefined) {
    throw new LabError('usage', '--null-value needs --key: a tombstone deletes the key that it names.');
  }
}

function shapeOf(given: Options, now: Date): RecordShape {
  const { json, crlf, key, keySeparator, header, partition, timestamp } = given;
  return {
    format: json ? 'json' : 'lines',
    crlf,
    key: key === undefined ? null : Buffer.from(key),
    keySeparator: keySeparator === undefined ? null : unescaped(keySeparator, '--key-separator'),
    headers: header.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) {
        throw new LabError('usage', `--header: "${text}" is not a header.`, {
          hint: 'It looks like: source=web',
        });
      }
      return [text.slice(0, at), Buffer.from(text.slice(at + 1))] as const;
    }),
    partition,
    timestamp: timestamp === undefined ? undefined : parseTimePosition(timestamp, now, '--timestamp: '),
  };
}

async function feedOf(context: Context, given: Options, fitting: (() => string) | undefined): Promise<Feed> {
  const { value, file, generate, size, json, nullValue } = given;
  if (nullValue) return { kind: 'value', value: null };
  if (generate !== undefined) {
    const { fittingLines, generatedLines } = await import('../kafka/records/generate-lines.js');
    const chunks = fitting
      ? fittingLines(generate, fitting, context.signal)
      : generatedLines(generate, size ?? generatedBytes, context.signal);
    return { kind: 'chunks', chunks, name: '--generate' };
  }
  const { chunksOf, chunksOfFile } = await import('../kafka/records/input/produce-input.js');
  if (value !== undefined) {
    const bytes = Buffer.from(value);
    return json ? { kind: 'chunks', chunks: once(bytes), name: 'VALUE' } : { kind: 'value', value: bytes };
  }
  if (file !== undefined && file !== '-') {
    const path = isAbsolute(file) ? file : join(context.cwd, file);
    return { kind: 'chunks', chunks: chunksOfFile(path, context.signal), name: file };
  }
  return {
    kind: 'chunks',
    chunks: chunksOf(context.stdin, context.signal),
    name: inputName('-'),
    isTyped: context.stdin.isTTY === true,
  };
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

const generatedBytes = 100;
/** A line for long inputs, which says what holds things up; typed input gets a hint instead. */
function watch(context: Context, { topic, value, file, generate, nullValue }: Options) {
  const isGiven = value !== undefined || (file ?? '-') !== '-' || generate !== undefined || nullValue;
  const isTyped = context.stdin.isTTY === true && !isGiven;
  const watching = watchWork<ProduceStatus>(context, {
    title: `Writing to ${topic}`,
    text: (status, elapsedMs) => progressText(topic, status, elapsedMs),
    hasFailed: ({ failed }) => failed > 0,
  });
  if (!isTyped) return watching;
  return {
    begin: () => context.progress.note(`Each line is sent to ${topic} as it is entered; ^D ends.`),
    end: () => undefined,
  };
}

function progressText(topic: string, status: ProduceStatus, elapsedMs: number): string {
  const done = status.acknowledged + status.sent;
  const word = status.sent > 0 ? 'sent' : 'acknowledged';
  const trouble = status.trouble === undefined ? '' : ` · waiting: ${status.trouble}`;
  return `${topic}: ${grouped(done)} ${word}, ${grouped(perSecond(done, elapsedMs))}/s${trouble}`;
}
