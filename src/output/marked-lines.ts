/** A stream that puts a mark before every line, so that several commands can share one terminal. */
import { Writable } from 'node:stream';

type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Lines appear when they are whole, or at the end. */
export function markedLines(target: Terminal, mark: string): Terminal {
  let rest = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) target.write(lines.map((line) => `${mark}${line}\n`).join(''));
      done();
    },
    final(done) {
      if (rest !== '') target.write(`${mark}${rest}\n`);
      done();
    },
  });
  return Object.assign(stream, {
    isTTY: false,
    ...(target.columns === undefined ? {} : { columns: target.columns }),
  });
}
