// `npm run bench`: kafka-lab against its peers, whole processes in paired runs, as Markdown on standard output; ends with
// 1 when a bar is missed. It needs kcat, jq, and Java for Kafka's own tools and, unless a broker is named, for a cluster.
//
//   npm run bench -- [--only GROUP|TEXT] [--runs N] [--records N] [--bootstrap-server HOST:PORT]
//
// What a row is, and what it is given, stands in bench/types.d.ts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kafkaJars, startCluster } from './bench/cluster.js';
import { rows as copying } from './bench/copying.js';
import { measureRow } from './bench/pairs.js';
import { rows as reading } from './bench/reading.js';
import { isMet, line, markdown } from './bench/report.js';
import { rows as roundTrips } from './bench/round-trips.js';
import { root } from './bench/run.js';
import { rows as schemas } from './bench/schemas.js';
import { rows as size } from './bench/size.js';
import { rows as starting } from './bench/starting.js';
import { Topics } from './bench/topics.js';
import { rows as writing } from './bench/writing.js';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    runs: { type: 'string', default: '7' },
    records: { type: 'string', default: '1000000' },
    'bootstrap-server': { type: 'string' },
  },
});
const [runs, records] = [Number(options.runs), Number(options.records)];
// Size comes last: thousands of topics slow a broker down.
/** @type {import('./bench/types.js').Row[]} */
const all = [...starting, ...roundTrips, ...writing, ...reading, ...copying, ...schemas, ...size];
const rows = all.filter(isWanted);
const groups = [...new Set(all.map(({ group }) => group))];

for (const [program, option] of /** @type {const} */ ([
  ['kcat', '-V'],
  ['jq', '-V'],
  ['script', '-V'],
])) {
  if (spawnSync(program, [option]).error)
    fail(`${program} is not installed: apt-get install kcat jq bsdutils`);
}
if (!(runs > 0) || !(records > 0)) fail('--runs and --records are numbers');
if (rows.length === 0) fail(`no row matches --only; groups: ${groups.join(', ')}`);

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => interruption.abort());
const { signal } = interruption;

const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-bench-files-'));
/** @type {Awaited<ReturnType<typeof startCluster>> | undefined} */
let cluster;
/** @type {Topics | undefined} */
let topics;
try {
  let bootstrapServer = options['bootstrap-server'];
  if (!bootstrapServer) ({ bootstrapServer } = cluster = await startCluster(signal));
  topics = new Topics(bootstrapServer, folder, records, signal);
  await topics.open();
  const jars = kafkaJars();
  const program = `${process.execPath} ${join(root, 'bin', 'kafka-lab.js')}`;
  const context = {
    bootstrapServer,
    listeners: cluster?.listeners,
    registry: cluster?.registry,
    topics,
    records,
    node: process.execPath,
    program,
    lab: `${program} -b ${bootstrapServer}`,
    java: jars && `java -cp '${jars}'`,
  };
  /** @type {import('./bench/types.js').MeasuredRow[]} */
  const measured = [];
  for (const row of rows) {
    const result = await resultOf(row, context);
    measured.push(result);
    signal.throwIfAborted();
    process.stderr.write(`${line(result)}\n`);
  }
  process.stdout.write(markdown(measured, { runs, records, kafka: kafkaVersion(jars) }));
  process.exitCode = measured.some((row) => isMet(row) === false) ? 1 : 0;
} catch (error) {
  process.exitCode = signal.aborted ? 130 : 1;
  process.stderr.write(
    signal.aborted ? 'Interrupted.\n' : `${error instanceof Error ? error.stack : String(error)}\n`,
  );
} finally {
  if (cluster) await cluster.down();
  else
    await topics
      ?.remove()
      .catch((error) => process.stderr.write(`Topics are left behind: ${error.message}\n`));
  await topics?.close().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
}

/**
 * @param {import('./bench/types.js').Row} row
 * @param {import('./bench/types.js').Context} context
 * @returns {Promise<import('./bench/types.js').MeasuredRow>}
 */
async function resultOf(row, context) {
  if (row.needsJava && !context.java) return { ...row, skipped: 'no jars; set KAFKA_HOME' };
  if (row.listener && !context.listeners) return { ...row, skipped: "only on the benchmark's own cluster" };
  if (row.needsRegistry && !context.registry)
    return { ...row, skipped: "only on the benchmark's own cluster" };
  const commands = await row.prepare(context);
  return measureRow(row, commands, Math.min(runs, row.runs ?? runs), signal);
}

/** @param {import('./bench/types.js').Row} row */
function isWanted({ group, work }) {
  return options.only?.some((text) => group === text || work.includes(text)) ?? true;
}

/**
 * The brokers' own, if they are ours.
 * @param {string | undefined} jars
 */
function kafkaVersion(jars) {
  return (cluster && /kafka-([\d.]+\d)/.exec(jars ?? '')?.[1]) ?? 'as found';
}

/** @param {string} message */
function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
