import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LineCutter } from './produce-lines.js';

function cut(chunks: readonly Buffer[], inRuns = false): { line: number; text: string }[] {
  const lines = new LineCutter();
  const found: { line: number; text: string }[] = [];
  const take = () => {
    for (;;) {
      if (inRuns && lines.nextRun()) {
        const texts = lines.buffer.toString('latin1', lines.start, lines.end).split('\n');
        expect(texts.pop()).toBe('');
        for (const text of texts) found.push({ line: ++lines.line, text });
        continue;
      }
      if (!lines.next()) return;
      found.push({ line: lines.line, text: lines.buffer.toString('latin1', lines.start, lines.end) });
    }
  };
  for (const chunk of chunks) {
    // Readers use their buffers again, so that nothing of a chunk may be kept.
    const borrowed = Buffer.from(chunk);
    lines.feed(borrowed);
    take();
    borrowed.fill(0);
  }
  lines.finish();
  take();
  return found;
}

describe('LineCutter', () => {
  test.each([
    ['', []],
    ['\n', ['']],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\n\nb', ['a', '', 'b']],
    ['a\r\nb\r\n', ['a\r', 'b\r']],
  ])('%j', (input, texts) => {
    expect(cut([Buffer.from(input)]).map(({ text }) => text)).toEqual(texts);
  });

  test('where the chunks are cut makes no difference', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', '\n', '\r'), { maxLength: 60 }),
        fc.array(fc.nat(60)),
        fc.boolean(),
        (letters, cuts, inRuns) => {
          const text = letters.join('');
          const at = [
            0,
            ...cuts.filter((each) => each < text.length).sort((one, other) => one - other),
            text.length,
          ];
          const chunks = at.slice(1).map((end, index) => Buffer.from(text.slice(at[index], end)));
          const expected = text.split('\n');
          if (expected.at(-1) === '') expected.pop();
          expect(cut(chunks, inRuns)).toEqual(
            expected.map((each, index) => ({ line: index + 1, text: each })),
          );
        },
      ),
    );
  });

  test('a line longer than any record can be is skipped and counted', () => {
    const lines = new LineCutter();
    const shown: [number, boolean][] = [];
    const megabytes = Buffer.alloc(40 * 1024 * 1024, 'x');
    for (const chunk of [Buffer.from('a\n'), megabytes, megabytes, megabytes, Buffer.from('x\nb\n')]) {
      lines.feed(chunk);
      while (lines.next()) shown.push([lines.line, lines.tooLong]);
    }
    expect(shown).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
  });
});
