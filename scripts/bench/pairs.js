// Both commands of a row in turn, A B A B, so that what disturbs one disturbs the other; medians, and the ratio pair by pair.
import { run } from './run.js';

/** @typedef {import('./types.js').Side} Side */
/** @typedef {import('./types.js').Sample} Sample */
/** @typedef {import('./types.js').Figure} Figure */

/** Of the far line. */
const roundTripSeconds = 0.1;

const sides = /** @type {const} */ (['ours', 'peer']);

/**
 * Returns the row with what was measured, or with `failure`, in words.
 * @param {import('./types.js').Row} row
 * @param {import('./types.js').Commands} commands
 * @param {number} runs
 * @param {AbortSignal} signal
 * @returns {Promise<import('./types.js').MeasuredRow>}
 */
export async function measureRow(row, commands, runs, signal) {
  // They warm up the disk's cache, and are compared by their output only.
  const ours = await run(commands.ours, { signal, count: true });
  const peer = await run(commands.peer, { signal, count: true });
  const coldFailure = failureOf('ours', ours) ?? failureOf('peer', peer);
  if (coldFailure) return { ...row, failure: coldFailure };
  if (row.sameOutput && ours.outputBytes !== peer.outputBytes) {
    return {
      ...row,
      failure: `it wrote ${ours.outputBytes} bytes, the peer ${peer.outputBytes}`,
    };
  }
  /** @type {Record<Side, Sample[]>} */
  const samples = { ours: [], peer: [] };
  for (let index = 0; index < runs; index++) {
    for (const side of sides) {
      const sample = await run(commands[side], { signal });
      const failure = failureOf(side, sample);
      if (failure) return { ...row, failure };
      samples[side].push(sample);
    }
  }
  /** @type {(side: Side, name: 'wallSeconds' | 'peakMiB') => number} */
  const medians = (side, name) => median(samples[side].map((sample) => sample[name]));
  return {
    ...row,
    ratio: compared(samples, row.of ?? 'wallSeconds'),
    cpuRatio: ratio(samples, 'cpuSeconds'),
    wallSeconds: { ours: medians('ours', 'wallSeconds'), peer: medians('peer', 'wallSeconds') },
    peakMiB: { ours: medians('ours', 'peakMiB'), peer: medians('peer', 'peakMiB') },
  };
}

/**
 * @param {Side} side
 * @param {Sample} sample
 */
function failureOf(side, { exitCode, complaints }) {
  if (exitCode === 0) return undefined;
  return `${side === 'ours' ? 'kafka-lab' : 'the peer'} ended with ${exitCode}: ${complaints.trim().split('\n')[0]}`;
}

/**
 * @param {Readonly<Record<Side, readonly Sample[]>>} samples
 * @param {Figure} figure
 */
function compared(samples, figure) {
  switch (figure) {
    case 'roundTrips':
      return median(
        samples.ours.map(
          ({ wallSeconds }, index) =>
            (wallSeconds - (samples.peer[index]?.wallSeconds ?? NaN)) / roundTripSeconds,
        ),
      );
    case 'cpuShare':
      return median(samples.ours.map(({ cpuSeconds = NaN, wallSeconds }) => cpuSeconds / wallSeconds));
    default:
      return ratio(samples, figure);
  }
}

/**
 * @param {Readonly<Record<Side, readonly Sample[]>>} samples
 * @param {'wallSeconds' | 'cpuSeconds' | 'peakMiB'} name
 */
function ratio(samples, name) {
  return median(
    samples.ours.map((sample, index) => (sample[name] ?? NaN) / (samples.peer[index]?.[name] ?? NaN)),
  );
}

/**
 * NaN when nothing was measured.
 * @param {readonly (number | undefined)[]} values
 */
function median(values) {
  const sorted = values.map((value) => value ?? NaN).sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
