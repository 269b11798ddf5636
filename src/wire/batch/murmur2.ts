/** Kafka's hash of record keys, bit for bit that of the Java client, and the partition that follows from it. */

/** `org.apache.kafka.common.utils.Utils.murmur2` over `bytes[start, end)`: a signed 32-bit number. */
export function murmur2(bytes: Uint8Array, start = 0, end = bytes.length): number {
  const multiplier = 0x5bd1e995;
  let hash = 0x9747b28c ^ (end - start);
  let at = start;
  for (; at + 4 <= end; at += 4) {
    let word =
      (bytes[at] as number) |
      ((bytes[at + 1] as number) << 8) |
      ((bytes[at + 2] as number) << 16) |
      ((bytes[at + 3] as number) << 24);
    word = Math.imul(word, multiplier);
    word ^= word >>> 24;
    hash = Math.imul(hash, multiplier) ^ Math.imul(word, multiplier);
  }
  const left = end - at;
  if (left > 2) hash ^= (bytes[at + 2] as number) << 16;
  if (left > 1) hash ^= (bytes[at + 1] as number) << 8;
  if (left > 0) hash = Math.imul(hash ^ (bytes[at] as number), multiplier);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return hash ^ (hash >>> 15);
}

/** The partition that the Java client's default partitioner chooses for this key. */
export function partitionOfKey(partitionCount: number, key: Uint8Array, start = 0, end = key.length): number {
  // Kafka's toPositive clears the sign bit; it is not Math.abs.
  return (murmur2(key, start, end) & 0x7fffffff) % partitionCount;
}
