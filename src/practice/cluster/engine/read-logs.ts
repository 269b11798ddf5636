/** The log files of several services as one stream. */
import type { LogLine, LogOptions } from './runner.js';
import { followLines, lastLines, sizeOf } from './log-lines.js';

/** The last lines of several logs merged by time, then, if requested, lines appended to any of them. */
export async function* readLogs(
  files: readonly { name: string; file: string }[],
  options: LogOptions,
): AsyncIterable<LogLine> {
  const ends = await Promise.all(files.map(({ file }) => sizeOf(file)));
  const past = await Promise.all(
    files.map(async ({ name, file }) =>
      (await lastLines(file, options.lines)).map((line) => ({ service: name, line })),
    ),
  );
  // Every line begins with its time (stack traces excepted), so the logs of several services can be merged.
  yield* files.length === 1 ? past.flat() : weave(past).slice(-options.lines);
  if (!options.follow) return;
  const streams = files.map(({ name, file }, index) => ({
    name,
    lines: followLines(file, ends[index] ?? 0, options.signal),
  }));
  yield* merge(streams);
}

function weave(logs: readonly (readonly LogLine[])[]): LogLine[] {
  const stamped = logs.flatMap((lines) => {
    let time = '';
    return lines.map((line) => {
      time = /^\[(\d{4}-[^\]]+)\]/.exec(line.line)?.[1] ?? time;
      return { time, line };
    });
  });
  return stamped.sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0)).map(({ line }) => line);
}

async function* merge(
  streams: readonly { name: string; lines: AsyncIterable<string> }[],
): AsyncIterable<LogLine> {
  const next = (index: number, name: string, lines: AsyncIterator<string>) => {
    const line = lines.next().then((result) => ({ index, name, lines, result }));
    // It may fail while the reader is busy with the line before; the race afterwards throws that.
    line.catch(() => undefined);
    return line;
  };
  const pending = new Map(
    streams.map(({ name, lines }, index) => [index, next(index, name, lines[Symbol.asyncIterator]())]),
  );
  while (pending.size > 0) {
    const { index, name, lines, result } = await Promise.race(pending.values());
    if (result.done) pending.delete(index);
    else {
      pending.set(index, next(index, name, lines));
      yield { service: name, line: result.value };
    }
  }
}
