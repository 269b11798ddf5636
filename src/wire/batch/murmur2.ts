/** Kafka's hash of record keys, bit for bit that of the Java client, and the partition that follows from it. */

const multiplier = 0x5bd1e995;
const seed = 0x9747b28c;

/** `org.apache.kafka.common.utils.Utils.murmur2` over `bytes[start, end)`: a signed 32-bit number. */
export function murmur2(bytes: Uint8Array, start = 0, end = bytes.length): number {
  let hash = seed ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    hash = mixed(
      hash,
      (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24),
    );
  }
  let left = 0;
  for (let shift = 0, rest = at; rest < end; rest += 1, shift += 8) left |= (bytes[rest] as number) << shift;
  return finished(at < end ? Math.imul(hash ^ left, multiplier) : hash);
}

/** The same of a key in words, four bytes each, the lowest first; of the last word, what is beyond the key may be anything. */
export function murmur2OfWords(words: Int32Array, start: number, length: number): number {
  let hash = seed ^ length;
  const end = start + (length >>> 2);
  for (let at = start; at < end; at += 1) hash = mixed(hash, words[at] as number);
  const bits = (length & 3) << 3;
  const left = (words[end] as number) & ((1 << bits) - 1);
  return finished(bits > 0 ? Math.imul(hash ^ left, multiplier) : hash);
}

function mixed(hash: number, word: number): number {
  const multiplied = Math.imul(word, multiplier);
  return Math.imul(hash, multiplier) ^ Math.imul(multiplied ^ (multiplied >>> 24), multiplier);
}

function finished(hash: number): number {
  const last = Math.imul(hash ^ (hash >>> 13), multiplier);
  return last ^ (last >>> 15);
}

/** The partition that the Java client's default partitioner chooses for this key. */
export function partitionOfKey(partitionCount: number, key: Uint8Array, start = 0, end = key.length): number {
  return partitionOfHash(partitionCount, murmur2(key, start, end));
}

/** The same for a key whose murmur2 is known. */
export function partitionOfHash(partitionCount: number, hash: number): number {
  // Kafka's toPositive clears the sign bit; it is not Math.abs.
  return (hash & 0x7fffffff) % partitionCount;
}
