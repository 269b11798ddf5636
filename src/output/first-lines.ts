/** A stream that passes on the first lines and swallows the rest, so that whoever writes still goes to the end. */
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
      // Whoever writes here does not know that it is a terminal.
      if (end > 0) target.write(target.isTTY === true ? printableBytes(shown) : shown);
      done();
    },
  });
  return Object.assign(stream, {
    // What is cut off is read like a pipe: plain lines, and an end in sight.
    isTTY: false,
    ...(target.columns === undefined ? {} : { columns: target.columns }),
  });
}
