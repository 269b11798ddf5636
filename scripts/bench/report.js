// The measured rows as the Markdown that stands in docs/performance.md.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { hasTimer, root } from './run.js';

/** @typedef {import('./types.js').MeasuredRow} MeasuredRow */
/** @typedef {import('./types.js').Side} Side */

/**
 * Has the row reached what it must? Undefined if nothing could be measured.
 * @param {MeasuredRow} row
 */
export function isMet(row) {
  if (row.skipped !== undefined) return undefined;
  return row.failure === undefined && row.ratio <= row.mustBe;
}

/**
 * @param {readonly MeasuredRow[]} rows
 * @param {{ runs: number, records: number, kafka: string }} facts
 */
export function markdown(rows, { runs, records, kafka }) {
  const lines = [
    `${cpus().length} × ${cpus()[0]?.model.trim() ?? arch()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ` +
      `${platform()} ${release()}. Node ${process.version}, kafka-lab ${ownVersion()}, ${kcatVersion()}, Kafka ${kafka}. ` +
      `${records.toLocaleString('en')} records of 100 bytes. Medians of ${runs} paired runs after one that does not count.` +
      (hasTimer ? '' : ' Without /usr/bin/time, CPU and memory are not measured.'),
    '',
    '| work | peer | kafka-lab | peer takes | ratio | must be | aim | CPU ratio | peak MiB, kafka-lab : peer |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(line),
  ];
  return `${lines.join('\n')}\n`;
}

/** @param {MeasuredRow} row */
export function line(row) {
  const { work, against, mustBe, aim, of } = row;
  const bars = [`≤ ${mustBe}×`, `≤ ${aim}×`];
  if (row.skipped !== undefined || row.failure !== undefined) {
    const what = row.skipped ? `not measured: ${row.skipped}` : `failed: ${row.failure}`;
    return `| ${work} | ${against} | ${what.replaceAll('|', '\\|')} | | | ${bars.join(' | ')} | | |`;
  }
  /** @param {Side} side */
  const amount = (side) =>
    of === 'peakMiB' ? `${Math.round(row.peakMiB[side])} MiB` : `${row.wallSeconds[side].toFixed(3)} s`;
  const verdict = row.ratio <= aim ? '' : row.ratio <= mustBe ? ' (above the aim)' : ' (**missed**)';
  const peaks = [row.peakMiB.ours, row.peakMiB.peer].map((peak) => rounded(peak, 0)).join(' : ');
  const cells = [work, against, amount('ours'), amount('peer'), `**${row.ratio.toFixed(2)}×**${verdict}`];
  return `| ${[...cells, ...bars, `${rounded(row.cpuRatio, 2)}×`, peaks].join(' | ')} |`;
}

/**
 * @param {number} value
 * @param {number} digits
 */
function rounded(value, digits) {
  return Number.isFinite(value) ? value.toFixed(digits) : '–';
}

function ownVersion() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version;
}

function kcatVersion() {
  const [, own = '', library = ''] =
    /Version (\S+) .*?librdkafka (\S+)/.exec(execFileSync('kcat', ['-V'], { encoding: 'utf8' })) ?? [];
  return `kcat ${own} (librdkafka ${library})`;
}
