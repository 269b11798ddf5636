/** zstd of the native library; Node's own if there is none for this machine. */
import { createRequire } from 'node:module';
import { codecLibrary } from './codec-library.js';
import { zstdFrames } from './zstd-frame.js';

export interface Zstd {
  compress(bytes: Buffer): Buffer;
  /** Of one frame or several. */
  decompress(bytes: Buffer): Buffer;
}

interface Native {
  Encoder: new (level: number) => { encodeSync(bytes: Buffer): Buffer };
  Decoder: new () => { decodeSync(bytes: Buffer): Buffer };
}

/** From Node 22.15 and 23.8 on. */
interface ZlibWithZstd {
  zstdCompressSync?(bytes: Buffer): Buffer;
  zstdDecompressSync?(bytes: Buffer): Buffer;
}

/** zstd's own default, and the Java client's. Node's own is the same. */
const level = 3;

const require = createRequire(import.meta.url);
const native = codecLibrary(
  'zstd',
  '@toondepauw/node-zstd',
  () => require('@toondepauw/node-zstd') as Native,
);
let chosen: Zstd | undefined;

/** Throws LabError 'environment' if there is neither. */
export function zstdLibrary(): Zstd {
  return (chosen ??= choose(native, () => require('node:zlib') as ZlibWithZstd));
}

/** Exported for tests, which have both. */
export function choose(loadNative: () => Native, own: () => ZlibWithZstd): Zstd {
  try {
    const { Encoder, Decoder } = loadNative();
    return {
      compress: (bytes) => new Encoder(level).encodeSync(bytes),
      decompress: (bytes) => new Decoder().decodeSync(bytes),
    };
  } catch (error) {
    const { zstdCompressSync: compress, zstdDecompressSync: decompress } = own();
    if (!compress || !decompress) throw error;
    // Node 22 and 24 read the first frame only, and Node 22 takes one that is cut off for a whole one.
    return {
      compress,
      decompress: (bytes) => Buffer.concat(zstdFrames(bytes).map((frame) => decompress(frame))),
    };
  }
}
