/** The beginning of an input: a byte order mark is left out, UTF-16 is refused. */
import { encodingAtStart, utf16Refused, utf8Mark } from '../../../text/source/encoding.js';

const marks = [utf8Mark, Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** `isText`: the input cannot be anything else. Throws LabError 'usage' for UTF-16. */
export async function* withoutMark(
  chunks: AsyncIterable<Buffer>,
  name: string,
  isText: boolean,
  note: (text: string) => void,
): AsyncGenerator<Buffer> {
  let start: Buffer | undefined = Buffer.alloc(0);
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield chunk;
      continue;
    }
    start = start.length === 0 ? chunk : Buffer.concat([start, chunk]);
    if (mayBecomeMark(start)) {
      // The caller may reuse the chunk's memory.
      start = Buffer.from(start);
      continue;
    }
    yield afterMark(start, name, isText, note);
    start = undefined;
  }
  if (start !== undefined && start.length > 0) yield afterMark(start, name, isText, note);
}

function mayBecomeMark(start: Buffer): boolean {
  return marks.some((mark) => start.length < mark.length && mark.subarray(0, start.length).equals(start));
}

function afterMark(start: Buffer, name: string, isText: boolean, note: (text: string) => void): Buffer {
  switch (encodingAtStart(start, isText)) {
    case 'utf-16':
      throw utf16Refused(name);
    case 'utf-8':
      if (!isText) note(`The byte order mark at the start of ${name} is left out.`);
      return start.subarray(utf8Mark.length);
    case undefined:
      return start;
  }
}
