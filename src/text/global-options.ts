/** Options that every command takes. */
import { z } from 'zod';
import { parseDurationMs } from './duration.js';
import { LabError } from './errors.js';

// Each schema checks one line of options: generating and compiling code for that takes longer than the check.
z.config({ jitless: true });

export const outputFormats = ['table', 'json', 'jsonl', 'yaml', 'plain'] as const;
export type OutputFormat = (typeof outputFormats)[number];

/** Node's timers count to 2^31 − 1 ms and fire at once beyond that; a day is long enough. */
const longestTimeoutMs = 86_400_000;

export const globalOptions = z.object({
  bootstrapServer: z
    .string()
    .optional()
    .meta({ description: 'brokers to start from, HOST:PORT,…', short: 'b', placeholder: 'HOST:PORT' }),
  zookeeper: z.string().optional().meta({
    description: 'ZooKeeper servers, with an optional chroot: HOST:PORT,…/PATH',
    placeholder: 'HOST:PORT',
  }),
  registry: z.string().optional().meta({
    description:
      'schema registry: http://HOST:8081; a login is KAFKA_LAB_REGISTRY_USERNAME and _PASSWORD, or _TOKEN',
    placeholder: 'URL',
  }),
  connection: z.string().optional().meta({
    description: 'named connection to use: connections list',
    short: 'c',
    placeholder: 'NAME',
    completes: 'connection',
  }),
  confirm: z.string().optional().meta({
    description: 'confirm changes to the protected connection NAME',
    placeholder: 'NAME',
  }),
  output: z.enum(outputFormats).optional().meta({
    description: 'output format (default: table on a terminal, plain in a pipe)',
    short: 'o',
    placeholder: 'FORMAT',
  }),
  columns: z.array(z.string()).optional().meta({
    description: 'only these columns of a list, NAME,NAME; in JSON and YAML an object of them for each row',
    placeholder: 'NAMES',
  }),
  sort: z.array(z.string()).optional().meta({
    description: 'order a list by this column: NAME or NAME:desc; may be repeated',
    placeholder: 'NAME',
  }),
  cluster: z.string().optional().meta({
    description: 'practice cluster to use when no address is given (default: lab)',
    placeholder: 'NAME',
    completes: 'cluster',
  }),
  timeout: z.string().superRefine(checkTimeout).default('10s').meta({
    description: 'longest wait for one answer of a broker: 500ms, 10s, 2m',
    placeholder: 'DURATION',
  }),
  watch: z.string().superRefine(checkWatch).optional().meta({
    description: 'refresh a list or describe repeatedly and highlight changes (default: every 2 s)',
    placeholder: 'SECONDS',
    implied: '2s',
  }),
  yes: z.boolean().default(false).meta({ description: 'do not ask before destroying something', short: 'y' }),
  quiet: z
    .boolean()
    .default(false)
    .meta({ description: 'no progress and no notes; failures are still reported', short: 'q' }),
  verbose: z.boolean().default(false).meta({ description: 'show causes and stack traces of errors' }),
  plain: z.boolean().default(false).meta({
    description: 'for screen readers: no spinner, no redrawing, the menu as numbered lines',
  }),
  color: z.boolean().default(true).meta({ description: 'colour' }),
});

function checkTimeout(text: string, context: z.core.$RefinementCtx<string>): void {
  checkDuration(text, 1, context);
}

function checkWatch(text: string, context: z.core.$RefinementCtx<string>): void {
  checkDuration(text, 100, context);
}

/** For `superRefine`: at most a day, which Node's timers can wait. */
export function checkDuration(text: string, leastMs: number, context: z.core.$RefinementCtx<string>): void {
  try {
    const durationMs = parseDurationMs(text);
    if (durationMs >= leastMs && durationMs <= longestTimeoutMs) return;
    context.addIssue(`"${text}" is not between ${leastMs}ms and 1d.`);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    context.addIssue(`${error.message} ${error.hint ?? ''}`.trim());
  }
}

export type GlobalOptions = z.output<typeof globalOptions>;
