/** Tells at a glance that no record of a batch has headers, and no key or value begins with one of the lowest bytes. */

/**
 * Looks at `count` records from `start` to `end`; false if one of them has headers or a key or a value whose first byte is `mark`
 * or less, and also if they are laid out in a way that is not looked into here (a megabyte and more) or are damaged.
 */
export function areBareRecords(
  bytes: Uint8Array,
  start: number,
  end: number,
  count: number,
  mark: number,
): boolean {
  let at = start;
  for (let left = count; left > 0; left -= 1) {
    const length = shortVarint(bytes, at);
    at += sizeOf(length);
    const recordEnd = at + (length >>> 1);
    if (!(length >= 0) || (length & 1) !== 0 || recordEnd > end) return false;
    // Attributes, then two deltas.
    at += 1;
    while ((bytes[at++] as number) >= 0x80);
    while ((bytes[at++] as number) >= 0x80);
    for (let part = 0; part < 2; part += 1) {
      const partLength = shortVarint(bytes, at);
      at += sizeOf(partLength);
      if (partLength === nullLength) continue;
      if (!(partLength >= 0) || (partLength & 1) !== 0) return false;
      if (partLength > 0 && (bytes[at] as number) <= mark) return false;
      at += partLength >>> 1;
    }
    if (bytes[at] !== 0 || at + 1 !== recordEnd) return false;
    at = recordEnd;
  }
  return at === end;
}

/** -1 as a zigzag varint. */
const nullLength = 1;

/** Before zigzag is undone; -1 for more than three bytes. */
function shortVarint(bytes: Uint8Array, at: number): number {
  const first = bytes[at] as number;
  if (first < 0x80) return first;
  const second = bytes[at + 1] as number;
  if (second < 0x80) return (first & 0x7f) | (second << 7);
  const third = bytes[at + 2] as number;
  return third < 0x80 ? (first & 0x7f) | ((second & 0x7f) << 7) | (third << 14) : -1;
}

function sizeOf(varint: number): number {
  return varint < 0x80 ? 1 : varint < 0x4000 ? 2 : 3;
}
