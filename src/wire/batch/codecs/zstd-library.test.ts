import { expect, test } from '@jest/globals';
import { createRequire } from 'node:module';
import { codecLibrary } from './codec-library.js';
import { choose } from './zstd-library.js';

const load = createRequire(import.meta.url);
const native = choose(
  codecLibrary('zstd', '@toondepauw/node-zstd', () => load('@toondepauw/node-zstd') as never),
  () => ({}),
);
const missing = codecLibrary('zstd', '@toondepauw/node-zstd', () => load('./no-such-file.cjs') as never);

/** As Node 22 and 24 do: what follows the first frame is lost. */
const own = choose(missing, () => ({
  zstdCompressSync: (bytes) => native.compress(bytes),
  zstdDecompressSync: (bytes) => native.decompress(firstFrameOf(bytes)),
}));

const [first, second] = [Buffer.from('first '.repeat(100)), Buffer.from('second '.repeat(40_000))];
const frames = [first, second].map((bytes) => native.compress(bytes));
const skippable = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

function firstFrameOf(bytes: Buffer): Buffer {
  return frames.find((frame) => bytes.subarray(0, frame.length).equals(frame)) ?? bytes;
}

test("Node's own is used if the library is missing, and reads every frame", () => {
  expect(own.decompress(own.compress(first)).equals(first)).toBe(true);
  const both = Buffer.concat([skippable, frames[0]!, skippable, frames[1]!, skippable]);
  expect(own.decompress(both).equals(Buffer.concat([first, second]))).toBe(true);
});

test('what is cut off or followed by something else is refused, as the library does', () => {
  const whole = Buffer.concat(frames);
  const wrong = [
    Buffer.alloc(0),
    skippable,
    whole.subarray(0, whole.length - 1),
    whole.subarray(0, 20),
    Buffer.concat([whole, Buffer.from('junk')]),
    Buffer.concat([whole, Buffer.from('more junk than a frame takes')]),
    Buffer.concat([whole, skippable.subarray(0, 9)]),
  ];
  for (const bytes of wrong) expect(() => own.decompress(bytes)).toThrow();
});

test('with neither, the codec and what to do are said', () => {
  expect(() => choose(missing, () => ({}))).toThrow(
    expect.objectContaining({
      code: 'environment',
      message: 'zstd is missing here: @toondepauw/node-zstd does not load.',
      hint: expect.stringMatching(
        /^npm leaves it out with --omit=optional, .* Node 22\.15 and newer do without it\. .*: npm install --global --include=optional kafka-lab$/,
      ),
    }),
  );
});
