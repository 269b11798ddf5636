// Both commands of a row in turn, A B A B, so that what disturbs one disturbs the other; medians, and the ratio pair by pair.
import { run } from './run.js';

/** Returns the row with what was measured, or with `failure`, in words. */
export async function measureRow(row, runs, signal) {
  const sides = ['ours', 'peer'];
  const warm = {};
  for (const side of sides) {
    warm[side] = await run(row[side], { signal, count: true });
    const failure = failureOf(side, warm[side]);
    if (failure) return { ...row, failure };
  }
  const { ours, peer } = warm;
  if (row.sameOutput && ours.outputBytes !== peer.outputBytes) {
    return {
      ...row,
      failure: `it wrote ${ours.outputBytes} bytes, the peer ${peer.outputBytes}`,
    };
  }
  const samples = { ours: [], peer: [] };
  for (let index = 0; index < runs; index++) {
    for (const side of sides) {
      const sample = await run(row[side], { signal });
      const failure = failureOf(side, sample);
      if (failure) return { ...row, failure };
      samples[side].push(sample);
    }
  }
  const figure = row.of ?? 'wallSeconds';
  const medians = (side, name) => median(samples[side].map((sample) => sample[name]));
  return {
    ...row,
    ratio: ratio(samples, figure),
    cpuRatio: ratio(samples, 'cpuSeconds'),
    wallSeconds: { ours: medians('ours', 'wallSeconds'), peer: medians('peer', 'wallSeconds') },
    peakMiB: { ours: medians('ours', 'peakMiB'), peer: medians('peer', 'peakMiB') },
  };
}

function failureOf(side, { exitCode, complaints }) {
  if (exitCode === 0) return undefined;
  return `${side === 'ours' ? 'kafka-lab' : 'the peer'} ended with ${exitCode}: ${complaints.trim().split('\n')[0]}`;
}

function ratio(samples, name) {
  return median(samples.ours.map((sample, index) => sample[name] / samples.peer[index][name]));
}

/** NaN when nothing was measured. */
function median(values) {
  const sorted = values.map((value) => value ?? NaN).sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
