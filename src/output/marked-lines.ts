/** A stream that puts a mark before every line, so that several commands can share one terminal. */
import { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { printableLines } from '../text/printable.js';
import { terminalColumns } from '../view/terminal-size.js';
import { wrapText } from './wrap.js';

type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Lines too long for the terminal are wrapped, each part after the mark. */
function markLine(line: string, mark: string, target: Terminal): string {
  const columns = terminalColumns(target);
  // In a very narrow window wrapping does not help.
  const room = columns === undefined || columns < mark.length + 20 ? undefined : columns - mark.length;
  // The writer must not take this for a terminal.
  return wrapText(target.isTTY === true ? printableLines(line) : line, room)
    .split('\n')
    .map((part) => `${mark}${part}\n`)
    .join('');
}

/** Lines appear when they are complete, or at the end. */
export function markedLines(target: Terminal, mark: string): Terminal {
  // A character may be cut in two between two chunks.
  const decoder = new StringDecoder('utf8');
  let rest = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      if (lines.length > 0) target.write(lines.map((line) => markLine(line, mark, target)).join(''));
      done();
    },
    final(done) {
      rest += decoder.end();
      if (rest !== '') target.write(markLine(rest, mark, target));
      done();
    },
  });
  return Object.assign(stream, {
    isTTY: false,
    ...(target.columns === undefined ? {} : { columns: target.columns }),
  });
}
