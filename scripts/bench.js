// `npm run bench`: kafka-lab against its peers, whole processes in paired runs, as Markdown on standard output; ends with
// 1 when a bar is missed. It needs kcat, and Java for Kafka's own tools and, unless a broker is named, for a cluster.
//
//   npm run bench -- [--only GROUP|TEXT] [--runs N] [--records N] [--bootstrap-server HOST:PORT]
//
// A row is { group, work, against, mustBe, aim, prepare } and perhaps `of` (the figure compared: wallSeconds, or peakMiB),
// `sameOutput` (both have to print as many bytes) and `needsJava`. `prepare` is given what is below as `context`, makes
// the topics and resolves with { ours, peer }: two lines for sh.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { kafkaJars, startCluster } from './bench/cluster.js';
import { measureRow } from './bench/pairs.js';
import { rows as reading } from './bench/reading.js';
import { isMet, line, markdown } from './bench/report.js';
import { root } from './bench/run.js';
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
// Listing comes last: 2,000 topics slow a broker down.
const rows = [...writing, ...reading]
  .filter(isWanted)
  .sort((one, other) => Number(one.group === 'list') - Number(other.group === 'list'));
const groups = [...new Set([...writing, ...reading].map(({ group }) => group))];

if (spawnSync('kcat', ['-V']).error) fail('kcat is not installed: apt-get install kcat');
if (!(runs > 0) || !(records > 0)) fail('--runs and --records are numbers');
if (rows.length === 0) fail(`no row matches --only; groups: ${groups.join(', ')}`);

const interruption = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => interruption.abort());
const { signal } = interruption;

const folder = mkdtempSync(join(tmpdir(), 'kafka-lab-bench-files-'));
let cluster;
let topics;
try {
  cluster = options['bootstrap-server'] ? undefined : await startCluster(signal);
  const bootstrapServer = options['bootstrap-server'] ?? cluster.bootstrapServer;
  topics = new Topics(bootstrapServer, folder, records, signal);
  await topics.open();
  const jars = kafkaJars();
  const program = `${process.execPath} ${join(root, 'bin', 'kafka-lab.js')}`;
  const context = {
    bootstrapServer,
    topics,
    records,
    node: process.execPath,
    program,
    lab: `${program} -b ${bootstrapServer}`,
    java: jars && `java -cp '${jars}'`,
  };
  const measured = [];
  for (const row of rows) {
    measured.push(await resultOf(row, context));
    signal.throwIfAborted();
    process.stderr.write(`${line(measured.at(-1))}\n`);
  }
  process.stdout.write(markdown(measured, { runs, records, kafka: kafkaVersion(jars) }));
  process.exitCode = measured.some((row) => isMet(row) === false) ? 1 : 0;
} catch (error) {
  process.exitCode = signal.aborted ? 130 : 1;
  process.stderr.write(signal.aborted ? 'Interrupted.\n' : `${error.stack}\n`);
} finally {
  if (cluster) await cluster.down();
  else
    await topics
      ?.remove()
      .catch((error) => process.stderr.write(`Topics are left behind: ${error.message}\n`));
  await topics?.close().catch(() => undefined);
  rmSync(folder, { recursive: true, force: true });
}

async function resultOf(row, context) {
  if (row.needsJava && !context.java) return { ...row, skipped: 'no jars; set KAFKA_HOME' };
  const commands = await row.prepare(context);
  return measureRow({ ...row, ...commands }, runs, signal);
}

function isWanted({ group, work }) {
  return options.only?.some((text) => group === text || work.includes(text)) ?? true;
}

/** The brokers' own, where they are ours. */
function kafkaVersion(jars) {
  return (cluster && /kafka-([\d.]+\d)/.exec(jars ?? '')?.[1]) ?? 'as found';
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
