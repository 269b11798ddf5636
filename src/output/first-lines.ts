/** A stream that passes on the first lines and discards the rest, so that the writer still runs to the end. */
import { Writable } from 'node:stream';
import { printableBytes } from '../text/printable.js';

type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

export function firstLines(target: Terminal, count: number): Terminal {
  let left = count;
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      let end = 0;
      while (left > 0 && end < chunk.length) {
        const newline = chunk.indexOf(10, end);
        end = newline === -1 ? chunk.length : newline + 1;
        if (newline !== -1) left -= 1;
      }
      const shown = chunk.subarray(0, end);
      // The writer must not take this for a terminal.
      if (end > 0) target.write(target.isTTY === true ? printableBytes(shown) : shown);
      done();
    },
  });
  return Object.assign(stream, {
    // Output that is cut off is written as for a pipe: plain lines that end.
    isTTY: false,
    ...(target.columns === undefined ? {} : { columns: target.columns }),
  });
}
