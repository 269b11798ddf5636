/** The four compressions of record batches; each library is loaded when the first batch asks for it. */
import { createRequire } from 'node:module';
import { gunzipSync, gzipSync } from 'node:zlib';
import { codecLibrary } from './codec-library.js';
import { compressXerial, decompressSnappy } from './compression-snappy.js';
import { lz4Bound, lz4Size } from './lz4-frame.js';
import { zstdBound, zstdSize } from './zstd-frame.js';
import { zstdLibrary } from './zstd-library.js';

/** In the order of the numbers that stand for them in a batch's attributes. */
export const compressions = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;
export type Compression = (typeof compressions)[number];

/** A legitimate batch of 1 MB may hold far more than that, but never this much. */
export const defaultDecompressedLimit = 256 * 1024 * 1024;

export class DecompressionLimitError extends Error {
  constructor(limitBytes: number) {
    super(`the batch is too large: it would take more than ${limitBytes} bytes decompressed`);
  }
}

interface Lz4 {
  compressFrameSync(bytes: Buffer): Buffer;
  decompressFrameSync(bytes: Buffer): Buffer;
}

const require = createRequire(import.meta.url);
const lz4Library = codecLibrary('lz4', 'lz4-napi', () => require('lz4-napi') as Lz4);

/** Throws LabError 'environment' if this machine has no such library. */
export function compress(compression: Compression, bytes: Buffer): Buffer {
  switch (compression) {
    case 'none':
      return bytes;
    case 'gzip':
      return gzipSync(bytes);
    case 'snappy':
      return compressXerial(bytes);
    case 'lz4':
      return lz4Library().compressFrameSync(bytes);
    case 'zstd':
      return zstdLibrary().compress(bytes);
  }
}

/** Throws the library's error for malformed bytes, DecompressionLimitError, and LabError 'environment' if there is no library. */
export function decompress(compression: Compression, bytes: Buffer, limitBytes: number): Buffer {
  // zlib keeps to a limit itself and snappy announces its size; the others are checked before anything is unpacked.
  switch (compression) {
    case 'none':
      return bytes;
    case 'gzip':
      return gunzipWithin(bytes, limitBytes);
    case 'snappy':
      return decompressSnappy(bytes, (size) => refuseAbove(size, limitBytes));
    case 'lz4':
      return unpackLz4(bytes, limitBytes);
    case 'zstd':
      return unpackZstd(bytes, limitBytes);
  }
}

/** The bound is quick, and enough for nearly all batches. */
function unpackLz4(bytes: Buffer, limitBytes: number): Buffer {
  if (lz4Bound(bytes) > limitBytes) refuseAbove(lz4Size(bytes, limitBytes), limitBytes);
  return lz4Library().decompressFrameSync(bytes);
}

function unpackZstd(bytes: Buffer, limitBytes: number): Buffer {
  const { decompress: unpack } = zstdLibrary();
  if (zstdBound(bytes) > limitBytes) refuseAbove(zstdSize(bytes, limitBytes, unpack), limitBytes);
  return unpack(bytes);
}

function gunzipWithin(bytes: Buffer, limitBytes: number): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: limitBytes });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE')
      throw new DecompressionLimitError(limitBytes);
    throw error;
  }
}

function refuseAbove(sizeBytes: number, limitBytes: number): void {
  if (sizeBytes > limitBytes) throw new DecompressionLimitError(limitBytes);
}
