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
  return row.failure === undefined && figureOf(row) <= row.mustBe;
}

/**
 * What is held against the bars: round trips are whole ones.
 * @param {MeasuredRow & { failure?: never, skipped?: never }} row
 */
function figureOf({ of, ratio }) {
  return of === 'roundTrips' ? Math.round(ratio) : ratio;
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
  const isRatio = of !== 'roundTrips' && of !== 'cpuShare';
  /** @param {number} value */
  const shown = (value) =>
    of === 'cpuShare' ? `${(value * 100).toFixed(1)} %` : isRatio ? `${value}×` : `${value}`;
  const bars = [`≤ ${shown(mustBe)}`, `≤ ${shown(aim)}`];
  if (row.skipped !== undefined || row.failure !== undefined) {
    const what = row.skipped ? `not measured: ${row.skipped}` : `failed: ${row.failure}`;
    return `| ${work} | ${against} | ${what.replaceAll('|', '\\|')} | | | ${bars.join(' | ')} | | |`;
  }
  /** @param {Side} side */
  const amount = (side) =>
    of === 'peakMiB' ? `${Math.round(row.peakMiB[side])} MiB` : `${row.wallSeconds[side].toFixed(3)} s`;
  const figure = figureOf(row);
  const verdict = figure <= aim ? '' : figure <= mustBe ? ' (above the aim)' : ' (**missed**)';
  const peaks = [row.peakMiB.ours, row.peakMiB.peer].map((peak) => rounded(peak, 0)).join(' : ');
  const result =
    of === 'cpuShare' ? shown(row.ratio) : `${row.ratio.toFixed(isRatio ? 2 : 1)}${isRatio ? '×' : ''}`;
  const cells = [work, against, amount('ours'), amount('peer'), `**${result}**${verdict}`];
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
